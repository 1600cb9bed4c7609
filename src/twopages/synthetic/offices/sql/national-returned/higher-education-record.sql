-- Diplomas of the national register; those of older graduates say the month alone.
select d.number as 证书编号, p.key as 身份证号, p.name as 姓名, d.level as 学历, d.degree as 学位, d.school as 毕业院校, d.major as 专业,
    if(d.date > date '2001-01-01' and chance(0.5, 'day known', d.id), d.date::varchar, month_of(d.date)) as 毕业年月
from diploma d join person p on p.id = d.person
where p.grp <> 'outside'
order by d.id
