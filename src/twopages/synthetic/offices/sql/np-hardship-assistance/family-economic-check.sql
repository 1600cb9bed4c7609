-- Economic checks made with the family's consent: families that were found in hardship, and others that were not.
with applied as (
    select person, head, since - whole(10, 40, 'checked before', head)::integer as day, '1' as result, income from hardship
    union all
    select p.id, p.household, as_of() - whole(10, 700, 'check of the refused', p.household)::integer, pick(['2', '2', '2', '3'], 'check result', p.household),
        whole(2700, 6900, 'income of the refused', p.household)
    from person p where p.living and p.household is not null and chance(0.006, 'check refused', p.household) and p.id not in (select person from hardship)
)
select 'HD' || strftime(a.day, '%Y') || digits(a.head, 8) as 核对编号, p.key as 身份证号, p.name as 姓名, a.day::date as 核对日期, a.result as 核对结论,
    if(a.result = '3', null, yuan(a.income)) as 家庭人均月收入,
    pick(['最低生活保障', '低收入困难家庭', '支出型贫困家庭', '共有产权保障住房', '医疗救助'], 'check matter', a.head) as 核对事项
from applied a join person p on p.id = a.person
order by a.person
