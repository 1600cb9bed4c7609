-- One row for every registered resident; the dead stay until they are struck off.
select p.key as 公民身份号码, p.name as 姓名, p.used_name as 曾用名, p.sex::varchar as 性别, p.ethnic as 民族, p.birth as 出生日期,
    if(chance(0.8, 'born in the district', p.id), q.district, p.origin) as 出生地, p.origin as 籍贯, if(chance(0.3, 'no country', p.id), null, 'CHN') as 国籍,
    p.household_number as 户号, h.household_kind as 户类型, p.relation as 与户主关系, q.district as 户籍所在区划, q.text as 户籍地址, p.household_since as 户口迁入日期,
    l.marital as 婚姻状况, p.level as 文化程度, p.status as 从业状况, p.death as 死亡注销日期,
    moment(between_days(greatest(coalesce(p.death + 3, as_of() - 1200), p.birth + 1), as_of() - 1, 'registered again', p.id), 'register written', p.id) as 更新时间
from person p join life l using (id) join place q on q.id = p.registered join person h on h.id = p.household
where p.grp = 'registered'
order by p.id
