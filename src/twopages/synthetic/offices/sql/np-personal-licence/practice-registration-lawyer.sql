-- Practising lawyers and their firms; each is valid until the next yearly check.
select c.number as 执业证号, p.key as 身份证号, p.name as 姓名, c.level as 执业类别, c.enterprise_key as 律师事务所信用代码, c.issued::date as 首次执业日期,
    make_date(year(as_of()) + if(chance(0.05, 'check missed', p.id), -1, if(month(as_of()) < 6, 0, 1)), 5, 31) as 年度考核有效期止
from certificate c join person p on p.id = c.person
where c.family = 'lawyer'
order by c.id
