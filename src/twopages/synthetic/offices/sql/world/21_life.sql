-- What offices know of a person beside the register: home, health, service, how insured; one row a person.
create table life as
with shared as (select home, count(*) as people, min(age) as youngest from person where living group by home),
known as (
    select p.*, f.section, f.industry, s.people as people_at_home, s.youngest as youngest_at_home,
        coalesce(p.level in ('11', '14', '21'), false) as learned, coalesce(p.grp = 'registered' and p.living, false) as local
    from person p left join firm f on f.id = p.firm left join shared s on s.home = p.home
)
select id, local, learned, section, industry,
    case when widowed then '30' when spouse is not null then case when remarried then '22' when chance(0.3, 'first marriage', id) then '21'
        else '20' end
        when divorced then '40' else '10' end as marital, -- marital-status
    coalesce(living and people_at_home = 1 and age >= 18, false) as alone,
    coalesce(living and youngest_at_home >= 60, false) as old_household,
    living and chance(case when age < 40 then 0.02 when age < 60 then 0.16 when age < 75 then 0.42 else 0.6 end, 'chronic', id) as chronic,
    local and likely(0.985, 'insured', id) or living and grp = 'elsewhere' and state in ('employed', 'flexible', 'child', 'student')
        and chance(0.85, 'insured', id) as insured,
    living and home is not null and likely(case when age < 6 then 0.6 when age < 18 then 0.35 when age < 60 then 0.28 else 0.78 end,
        'family doctor', id)
        as doctor_contracted,
    living and age between 18 and 74 and likely(if(age < 62, 0.04, 0.01), 'blood', id) as donor,
    living and age >= 16 and grp <> 'outside' and likely(if(age < 70, 0.16, 0.04), 'self-management', id) as self_managed
from known
order by id;
