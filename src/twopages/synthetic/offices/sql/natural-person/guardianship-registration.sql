-- Guardians: of adults with a mental disability, of children in families in hardship, and those that old people named themselves.
with wards as (
    select d.guardian, d.person as ward, if(p.age < 18 or chance(0.7, 'by law', p.id), '1', '2') as kind, d.since + 60 as since
    from disability d join person p on p.id = d.person where d.guardian is not null and chance(0.8, 'guardianship', p.id)
    union
    select coalesce(p.mother, p.father), p.id, '1', f.since from hardship f join person p on p.id = f.person
    where p.age < 18 and coalesce(p.mother, p.father) is not null and p.id not in (select person from disability where guardian is not null)
    union
    select min(c.id), p.id, '3', as_of() - whole(30, 1200, 'named guardian', p.id)::integer
    from person p join person c on c.mother = p.id and c.living and c.age > 25
    where p.living and p.age > 76 and chance(0.03, 'guardian by contract', p.id) and p.id not in (select person from disability where guardian is not null)
    group by p.id
)
select 'JH' || digits(w.ward, 9) as 登记编号, g.key as 监护人身份证号, p.key as 被监护人身份证号, w.kind as 监护类型,
    least(greatest(w.since, p.birth + 30), as_of() - 1)::date as 监护起始日期, if(p.age < 18, years_after(p.birth, 18), null)::date as 监护终止日期
from wards w join person p on p.id = w.ward and p.living join person g on g.id = w.guardian and g.living
order by w.ward
