-- Births in the city's hospitals since certificates are kept in the system, mostly with both parents.
select 'Z3199' || digits(p.id, 7) as 出生证编号, if(p.age < 0.15 and chance(0.5, 'not yet registered', p.id), null, p.key) as 新生儿公民身份号码,
    if(p.age < 0.5 and chance(0.3, 'not yet named', p.id), left(p.name, 1) || if(p.sex = 1, '之子', '之女'), p.name) as 新生儿姓名,
    p.sex::varchar as 性别, p.birth as 出生日期, coalesce(h.district, r.district) as 出生地区划, m.key as 母亲身份证号,
    if(chance(0.03, 'father not declared', p.id), null, f.key) as 父亲身份证号, '1' as 亲子类型,
    'PDY' || digits(whole(10000, 99999, 'hospital', p.id), 5) || '931' as 医疗机构代码, moment(p.birth + 3, 'birth written', p.id) as 更新时间
from person p left join person m on m.id = p.mother left join person f on f.id = p.father
left join place r on r.id = coalesce(m.registered, p.registered) left join place h on h.id = coalesce(m.home, p.home)
where p.birth >= date '1996-01-01' and p.birth < as_of() - 5
    and chance(case when p.grp = 'registered' then if(p.mother is null, 0.5, 0.96) when p.grp = 'elsewhere' and p.mother is not null
        then 0.45 else 0 end, 'born here', p.id)
order by p.id
