-- Labour registrations of present and former employments, one a person and employer; the newest shows what the person does now.
with told as (
    select j.*, p.key as person_key, p.name as person_name, p.employment, p.level, p.level_before from job j join person p on p.id = j.person
    where p.grp <> 'outside' and chance(0.96, 'job registered', j.id)
),
once as (
    select *, row_number() over (partition by person, coalesce(firm, -id - 1) order by since desc, id) as turn,
        row_number() over (partition by person order by since desc, id) as newest from told
),
degrees as (select person, max_by(school, date) as school, min(degree) as degree from diploma group by person)
select o.person_key as 公民身份号码, o.person_name as 姓名, coalesce(f.key, stranger_credit('employer', o.person)) as 统一社会信用代码,
    coalesce(f.name, '外地用人单位') as 单位名称, if(o.newest = 1, coalesce(o.employment, '1'), '1') as 就业状态, o.contract as 合同类型, o.since as 就业日期,
    o.contract_end as 合同终止日期, o.until as 离职日期, o.title as 岗位名称, o.level as 文化程度, d.degree as 学位, d.school as 毕业院校,
    pick(['13', '13', '13', '13', '13', '13', '01', '01', '03', '03', '07', '12'], 'party', o.person) as 政治面貌
from once o left join firm f on f.id = o.firm left join degrees d on d.person = o.person
where o.turn = 1
order by o.id
