-- How each firm conducts itself: `trouble` and `merit` (0 to 1) from which lists, arrears, cases, ratings and penalties follow alike.
create table standing as
with leaning as (
    select id, category, kind, established, active, coalesce(cancelled, revoked) as ended, draw('merit', id) as merit,
        case when state in ('2', '3') then 0.96 + 0.04 * draw('trouble', id) when kind = '2100' then 0.97 * draw('trouble', id)
            else draw('trouble', id) end as trouble
    from firm),
lost as ( -- one company at least fares badly in every way
    select * replace (if(row_number() over (order by active and category = '1' and kind <> '2100' and established < as_of() - 1200 desc, trouble desc, id) = 1,
        greatest(trouble, 0.998), trouble) as trouble) from leaning),
fallen as (
    select *, trouble > 0.994 and active and category = '1' and established < as_of() - 1000 as bankrupt,
        between_days(least(greatest(established + 90, as_of() - 1050), as_of() - 25), as_of() - 25, 'fell', id) as fell
    from lost)
select id as firm, trouble, merit, fell, bankrupt,
    trouble > 0.93 as was_abnormal, trouble > 0.95 and ended is null as abnormal, trouble > 0.986 as serious,
    trouble > 0.976 and category = '1' as dishonest, trouble > 0.968 and active as tax_arrears, trouble > 0.962 as abnormal_taxpayer,
    trouble > 0.988 and active as wage_arrears, trouble > 0.945 and active as insurance_arrears, trouble > 0.935 and active as fund_arrears,
    trouble > 0.95 and active as bill_arrears, merit > 0.94 and trouble < 0.7 as red,
    case when trouble > 0.965 then 'D' when trouble > 0.88 then 'C' when trouble > 0.45 then 'B' else 'A' end as risk,
    case when ended is not null then if(trouble > 0.9, whole(0, 2, 'penalties', id), 0)
        when trouble > 0.9 then 1 + floor((trouble - 0.9) * 25)::integer + if(trouble > 0.97, whole(0, 2, 'more penalties', id), 0)
            else 0 end as penalties
from fallen order by id;

create table showcase as -- the firm that every department knows: the one with the most staff
with employed as (select firm, count(*) as heads from job where until is null and firm is not null group by firm)
select f.id as firm from firm f join employed e on e.firm = f.id join standing s on s.firm = f.id
where f.active and f.category = '1' and f.kind <> '2100' and s.trouble < 0.86 and f.established < as_of() - 1500
order by f.section = 'C' and f.district = '310106' desc, f.district = '310106' desc, e.heads desc, f.id limit 1;

create table capital_origin as -- firms with foreign or state capital: percents, and the countries it comes from
select id as firm, case when owners = 'foreign' then 100 when kind = '5110' then whole(25, 70, 'foreign share', id) end as foreign_share,
    case kind when '1110' then 100 when '1140' then whole(51, 90, 'state share', id) end as state_share,
    case when kind = '6150' then ['HKG'] when (owners = 'foreign' or kind = '5110') and chance(0.1, 'two countries', id) then ['JPN', 'USA']
        when owners = 'foreign'
            or kind = '5110' then [pick(['USA', 'JPN', 'DEU', 'SGP', 'KOR', 'GBR', 'FRA', 'NLD', 'HKG', 'HKG'], 'country', id)] end as countries
from firm where owners = 'foreign' or kind in ('5110', '1110', '1140') order by id;
