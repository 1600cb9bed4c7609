-- Results of the unified assessment of care needs, valid for two years.
select 'ZH' || strftime(c.assessed, '%Y') || digits(c.person, 8) as 评估编号, p.key as 身份证号, p.name as 姓名, c.level as 评估等级, c.assessed::date as 评估日期,
    c.until::date as 有效期止, d.name || pick(['第一', '第二', '康馨', '乐龄'], 'assessor of care', c.person) || '老年照护统一需求评估中心' as 评估机构
from care c join person p on p.id = c.person join district d on d.code = p.district
order by c.person
