-- Credit commitments that were broken, and honours of persons.
with recorded as (
    select p.id, p.key, p.name, v.hours >= 300 as helper, l.donor, chance(0.006, 'commitment broken', p.id) as broken,
        likely(0.02, 'honoured', p.id) as honoured
    from person p join life l using (id) left join volunteer v on v.person = p.id where p.living and p.grp <> 'outside' and p.age >= 18
)
select 'XY' || digits(id * 3 + 1000003, 10) as 记录编号, key as 身份证号, name as 姓名, broken as 违诺标志,
    if(broken, null, case when coalesce(helper, false) then ['优秀志愿者'] when donor and chance(0.5, 'donor honour', id) then ['无偿献血奉献奖', '文明市民']
        else pick([['文明市民'], ['先进工作者'], ['五一劳动奖章'], ['三八红旗手'], ['见义勇为先进分子'], ['优秀志愿者', '文明市民']], 'honour', id) end) as 荣誉名称,
    if(broken, pick(['上海市市场监督管理局', '上海市人力资源和社会保障局', '上海市住房和城乡建设管理委员会'], 'who reports', id),
        pick(['上海市精神文明建设办公室', '上海市总工会', '上海市民政局'], 'who honours', id)) as 提供部门
from recorded where broken or honoured or coalesce(helper, false)
order by id
