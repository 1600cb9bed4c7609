-- Teacher qualifications: of the teachers, and of some graduates who do other work.
with qualified as (
    select c.person, c.name, c.subject, c.issued from certificate c where c.family = 'teacher'
    union all
    select p.id, pick(['小学教师资格', '初级中学教师资格', '高级中学教师资格'], 'could teach', p.id), pick(['语文', '数学', '英语'], 'could teach what', p.id),
        between_days(least(years_after(p.birth, 21.8), as_of() - 60), as_of() - 60, 'could teach since', p.id)
    from person p where p.living and p.age between 23 and 74 and p.grp <> 'outside' and likely(if(p.level in ('11', '14', '21'), 0.03, 0), 'could teach', p.id)
        and p.id not in (select person from certificate where family = 'teacher')
)
select strftime(q.issued, '%Y') || '319901' || digits(q.person, 7) as 证书号码, p.key as 身份证号, p.name as 姓名, q.name as 资格种类, q.subject as 任教学科,
    q.issued::date as 发证日期
from qualified q join person p on p.id = q.person
order by p.id
