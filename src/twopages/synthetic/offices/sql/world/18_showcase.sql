-- The person whom most departments know: old enough for the help of the old, married, with children and an enterprise where there is one.
create table showcase_person as
with heads as (select distinct head as person from firm where active and head is not null),
mothers as (select mother as person from person where mother is not null union select father from person where father is not null),
scored as (
    select p.id, if(h.person is null, 0, 2) + if(p.age between 65.2 and 74, 3, 0) + if(p.spouse is null, 0, 2) + if(m.person is null, 0, 2)
        + if(p.level in ('11', '14', '21'), 1, 0) as score
    from person p left join heads h on h.person = p.id left join mothers m on m.person = p.id
    where p.living and p.grp = 'registered' and p.home is not null and p.age between 40 and 74
)
select id as person from scored order by score desc, draw('showcase', id), id limit 1;
create macro likely(rate, salt, id) as chance(rate, salt, id) or id = (select s.person from showcase_person s); -- always so for the showcase
