-- Contracts with family doctors at the health centre of the street; some have lapsed.
select 'QY' || digits(p.id * 3 + 1000003, 10) as 签约编号, p.key as 身份证号, p.name as 姓名, l.doctor_contracted as 是否签约,
    '上海市' || d.name || regexp_replace(n.name, '(街道|镇|乡)$', '') || '社区卫生服务中心' as 签约机构名称,
    (as_of() + if(l.doctor_contracted, whole(5, 365, 'contract until', p.id), -whole(10, 700, 'contract until', p.id))::integer)::date as 签约期限止,
    if(l.doctor_contracted, l.chronic, null) as 慢病管理
from person p join life l using (id) join district d on d.code = p.district join division n on n.code = p.street
where p.living and p.grp <> 'outside' and (l.doctor_contracted or chance(0.03, 'contract lapsed', p.id))
order by p.id
