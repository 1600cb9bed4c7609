-- Identity cards: the present one of the grown-up and of some children, and the former one of some; long-term from 46 on.
with holders as (
    select p.*, chance(0.12, 'former card', p.id) and p.age > 40 as again from person p
    where p.age > 1 and (p.grp = 'registered' and likely(if(p.age >= 16, 0.97, 0.4), 'identity card', p.id) or p.grp = 'elsewhere'
        and chance(0.12, 'identity card', p.id))
),
cards as (select h.*, unnest(if(h.again, [1, 2], [2])) as card from holders h),
terms as (
    select *, case when card = 1 then 10 when age >= 50 then 0 when age >= 31 then 20 when age >= 17 then 10 else 5 end as years,
        greatest(years_after(as_of() - 30, -if(years = 0, 15, years) + 0.1), birth + 30, date '2004-03-29') as first_day
    from cards
),
dated as (
    select *, if(card = 1, least(between_days(greatest(birth + 6000, date '2004-03-29'), date '2005-05-02', 'former card since', id), first_day - 40),
            between_days(least(first_day, as_of() - 30), as_of() - 30, 'card since', id)) as issued
    from terms
)
select t.key as 公民身份号码, digits(t.id * 2 + t.card, 10) as 证件序号, t.name as 姓名, t.sex::varchar as 性别, t.ethnic as 民族, t.birth as 出生日期,
    coalesce('上海市公安局' || d.short || '分局', n.name || '公安局') as 签发机关, t.issued::date as 有效期起,
        if(t.years = 0, null, years_after(t.issued, t.years))::date as 有效期止,
    if(t.issued < date '2012-01-01', null, t.years = 0) as 是否长期, 'RX' || digits((t.id * 2 + t.card) * 7919 % 999999937, 9) as 人像引用号
from dated t left join place q on q.id = t.registered left join district d on d.code = q.district left join division n on n.code = t.origin
order by t.id, t.card
