-- Tags that subdistricts keep of the people who live there: of all the old, and of most others.
select p.key as 公民身份号码, p.name as 姓名, h.street as 居住街镇, h.committee as "居(村)委会", if(chance(0.05, 'moved in since', p.id), true, l.alone) as 是否独居,
    l.doctor_contracted as 是否签约家庭医生,
    l.alone and p.age >= 75 or coalesce(d.grade in ('1', '2'), false) or f.person is not null and chance(0.5, 'key care', p.id) as 是否重点关爱,
    (as_of() - whole(2, 300, 'tagged', p.id)::integer)::date as 标签更新日期, updated(300, 'tag written', p.id) as 更新时间
from person p join life l using (id) join place h on h.id = p.home left join disability d on d.person = p.id left join hardship f on f.person = p.id
where p.living and p.grp <> 'outside' and (p.age >= 60 or chance(if(p.grp = 'registered', 0.7, 0.35), 'tagged at all', p.id))
order by p.id
