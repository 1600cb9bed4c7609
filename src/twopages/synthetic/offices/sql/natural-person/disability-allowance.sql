-- Subsidies of holders of a disability certificate: living for families in hardship, nursing for the first grades.
with entitled as (
    select p.id, p.key, p.name, d.category, d.grade, f.person is not null as poor, d.grade in ('1', '2') or d.grade = '3' and d.category in ('5', '6') as nursed
    from disability d join person p on p.id = d.person left join hardship f on f.person = d.person
)
select key as 身份证号, name as 姓名, category as 残疾类别, grade as 残疾等级, poor as 是否享受生活补贴, nursed as 是否享受护理补贴, months_back(1) as 发放月份
from entitled where poor or nursed and chance(0.94, 'nursing subsidy', id)
order by id
