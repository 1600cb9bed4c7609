-- Bills of power, water and gas by account and month (of the month's first day): by heads, trade and season; whoever is bankrupt uses hardly any.
create or replace table meter as
with user as (
    select f.id as firm, t.power, t.water, t.gas, s.heads, g.bankrupt, g.bill_arrears, coalesce(a.known, false) as known,
        case when g.bankrupt then 0.08 when g.trouble > 0.965 then 0.45 else 1 end as now, whole(2, 10, 'months billed', f.id) as months
    from firm f join staff s on s.firm = f.id join standing g on g.firm = f.id join trade t using (section) left join talent a on a.firm = f.id),
account as (
    select 'power' as kind, u.*, unnest(range(if(known, 3, pick([1, 1, 1, 1, 1, 1, 1, 1, 1, 2], 'power meters', firm)))) as nth from user u
        where known or chance(0.78, 'power', firm)
    union all select 'water', u.*, 0 from user u where known or chance(0.45, 'water', firm)
    union all select 'gas', u.*, 0 from user u where known or (gas > 0 and chance(0.35, 'gas', firm))),
numbered as (select *, row_number() over (order by kind, firm, nth) as account, count(*) over (partition by kind, firm) as accounts from account),
billed as (
    select *, unnest(range(case when known then 12 when kind = 'power' then months else least(months, 6) end)) as back from numbered),
timed as (
    select *, (date_trunc('month', as_of()) - to_months(1 + back))::date as month,
        (heads * case kind when 'power' then power when 'water' then water else gas end + case kind when 'power' then 180 when 'water' then 4
            else 10 end) / accounts
            * lognormal(1, 0.4, 'thrift', firm) as level
    from billed),
used as (
    select *, level * (1 + case kind when 'power' then 0.3 * cos((month(month) - 1.5) * 3.14159 / 3)
        when 'gas' then 0.35 * cos((month(month) - 1) * 3.14159 / 6) else 0.05 * cos(month(month)) end)
            * lognormal(1, 0.12, 'month', account * 16 + back) as use from timed)
select row_number() over (order by account, back) - 1 as id, kind, firm,
    case kind when 'power' then '310' when 'water' then '399' else '388' end || digits(account, 8) as meter, month,
    round(use * now, case kind when 'power' then 0 else 1 end) as use,
    if(chance(0.92, 'last year known', account), round(use * lognormal(1, 0.12, 'last year', account * 16 + back), 0), null) as before,
    if(bill_arrears and back < 2, round(use * now * case kind when 'power' then 0.78 when 'water' then 5.2 else 3.9 end, 2), 0) as arrears,
        chance(0.1, 'landlord', account) and not known as rented
from used order by id;
