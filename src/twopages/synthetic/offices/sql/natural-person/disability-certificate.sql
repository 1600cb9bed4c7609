-- Disability certificates of twenty characters: the identity number, the category and the grade.
select p.key || d.category || d.grade as 残疾人证号, p.key as 身份证号, p.name as 姓名, d.category as 残疾类别, d.grade as 残疾等级, h.text as 居住地址,
    d.since as 发证日期, years_after(d.since, 10 * ceil(age_at(d.since, as_of()) / 10)) as 有效期止, g.key as 监护人身份证号
from disability d join person p on p.id = d.person left join place h on h.id = p.home left join person g on g.id = d.guardian
order by p.id
