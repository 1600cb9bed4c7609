-- Disability, care of the old and hardship: what entitles to help.
create table disability as -- 3 in 100 of the registered, more of the old
select id as person, if(showcase, '4', pick(['1', '1', '2', '2', '4', '4', '4', '4', '4', '4', '4', '5', '5', '6', '6', '3', '7'],
    'disability category', id)) as category,
    if(showcase, '2', pick(['1', '2', '2', '3', '3', '4', '4', '4'], 'disability grade', id)) as grade,
    between_days(greatest(birth + 400, date '2008-01-01'), as_of() - 30, 'disability since', id) as since,
    if(age < 18, coalesce(mother, father), if(category in ('5', '6'), coalesce(spouse, mother, father), null)) as guardian
from (select *, id in (select s.person from showcase_person s) as showcase from person)
where living and grp = 'registered' and age > 2 and likely(0.01 + 0.0007 * age, 'disability', id) order by id;

create table care as -- old persons whose need of care was assessed; those with a provider get care at home
with assessed as (
    select id, spouse, likely(0.6, 'care at home', id) as at_home,
        pick(['0', '1', '1', '2', '2', '2', '3', '3', '3', '4', '4', '5', '5', '6'], 'care level', id) as level,
        between_days(as_of() - 790, as_of() - 15, 'care assessed', id) as assessed
    from person where living and home is not null and grp = 'registered' and age >= 60
        and likely(case when age < 70 then 0.03 when age < 80 then 0.11 when age < 90 then 0.4 else 0.7 end, 'care', id)),
carers as (select id, name, key, row_number() over (order by id) - 1 as n from organisation where kind = 'carer' and state = '1')
select a.id as person, a.level, a.assessed, years_after(a.assessed, 2) as until, if(a.at_home and a.level > '0', c.id, null) as provider,
    if(a.at_home and a.level > '0', c.name, null) as provider_name, if(a.at_home and a.level > '0', c.key, null) as provider_key,
    (a.assessed + 15)::date as since, 10 + 5 * a.level::integer as hours, l.alone
from assessed a join life l using (id) left join carers c on c.n = whole(0, (select count(*) from carers) - 1, 'carer', a.id) order by a.id;

create table hardship_family as -- about 16 in 1,000 families of the register, one at least; `head` is the person who heads the household
with heads as (
    select p.household as head, count(*) as size, sum(p.wage) + sum(p.pension) as earned, count(d.person) as disabled, max(p.age) as oldest
    from person p left join disability d on d.person = p.id where p.household is not null and p.living group by p.household),
ranked as (select *, row_number() over (order by head) = 1 as first from heads),
chosen as (
    select * from ranked where first or chance(case when earned / size < 1500 then 0.1 when disabled > 0 then 0.06 when earned / size < 4000
        then 0.014 else 0.002 end, 'hardship', head))
select head, size, case when first then '1' when size = 1 and oldest >= 60 and chance(0.4, 'extreme difficulty', head) then '2'
        else pick(['1', '1', '1', '3', '3', '4'], 'hardship category', head) end as category, -- assistance-category
    between_days(as_of() - 700, as_of() - 40, 'hardship since', head) as since,
    if(category in ('1', '2'), whole(300, 1320, 'hardship income', head),
        whole(1340, 2660, 'hardship income', head)) as income -- yuan a month and head
from chosen order by head;
create table hardship as -- their living members
select p.id as person, f.* from hardship_family f join person p on p.household = f.head and p.living order by p.id;
