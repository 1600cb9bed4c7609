-- Persons on whom an appraisal was made; of some nobody knows the number, one case at least.
with cases as (
    select p.*, as_of() - whole(5, 900, 'appraised', p.id)::integer as day, chance(0.05, 'unknown person', p.id) as unknown
    from person p where p.living and p.grp <> 'outside' and p.age > 5 and (likely(0.005, 'forensic case', p.id) or p.id = (select min(id) from adult))
)
select '沪司鉴(' || strftime(day, '%Y') || ')第' || digits(id, 7) || '号' as 案件编号, if(unknown, null, key) as 被鉴定人身份证号, if(unknown, null, name) as 被鉴定人姓名,
    day::date as 受理日期, if(day < as_of() - 40, '沪司鉴意(' || strftime(day, '%Y') || ')' || digits(id, 7), null) as 意见书编号,
    pick(['法医临床鉴定', '法医临床鉴定', '法医精神病鉴定', '文书鉴定', '痕迹鉴定', '法医物证鉴定'], 'appraisal', id) as 鉴定类别,
    pick(['公安交通管理部门', '人民法院', '人民法院', '个人委托', '保险公司'], 'client', id) as 委托机关
from cases
order by id
