-- Titles, skills, qualifications and practice of persons: one row a certificate, with where its holder practises.
create table career as -- everybody of working age; `rank` from 1, the highest
with worker as (
    select p.id, p.birth, p.age, p.status, p.state, l.learned, l.section, k.kind, k.enterprise, k.number, k.since, draw('career', p.id) as luck
    from person p join life l using (id) left join profession k on k.person = p.id
    where p.living and p.age between 18 and 74 and p.grp <> 'outside'),
ranked as (
    select *, case when age < 30 then 4 when age < 40 then if(luck < 0.3, 4, 3) when age < 50 then if(luck < 0.5, 3, 2)
            else if(luck < 0.15, 1, if(luck < 0.6, 2, 3)) end as rank,
        section in ('F', 'J', 'L') as trading
    from worker)
select * from ranked order by id;

create table certificate as
with titled as (
    select id, 'title' as family, ['411', '412', '420', '434'][rank] as level,
        case kind when 'doctor' then ['主任医师', '副主任医师', '主治医师', '医师'][rank] when 'nurse' then ['主任护师', '副主任护师', '主管护师', '护师'][rank]
            when 'teacher' then ['正高级教师', '高级教师', '一级教师', '二级教师'][rank]
            when 'accountant' then ['正高级会计师', '高级会计师', '会计师', '助理会计师'][rank]
            else ['正高级', '高级', '', '助理'][rank] || if(trading, '经济师', '工程师') end as name,
        case kind when 'doctor' then '临床医学' when 'nurse' then '护理学' when 'teacher' then '教育学' when 'accountant' then '会计'
            else if(trading, '经济', '工程技术') end as subject
    from career where kind in ('doctor', 'nurse', 'teacher') or learned and chance(if(status = '13' or kind = 'accountant', 0.4, 0.12), 'title', id)),
skilled as (
    select id, 'skill', pick(['5', '5', '4', '4', '4', '3', '3', '2', '1'], 'skill level', id),
        pick(['电工', '焊工', '数控车工', '汽车维修工', '中式烹调师', '中式面点师', '养老护理员', '育婴员', '保安员', '美容师', '叉车司机', '物流服务师'], 'trade', id),
        pick(['上海市职业技能鉴定中心', '行业协会评价中心', '企业自主评价'], 'assessor', id)
    from career where likely(if(status in ('24', '17'), 0.2, 0), 'skill', id)),
qualified as (
    select id, 'qualification', case when luck < 0.3 then '一级' when luck < 0.5 then '二级' end,
        case kind when 'accountant' then if(age > 30 and luck < 0.2, '注册会计师', '初级会计专业技术资格') when 'cost engineer' then '一级造价工程师'
            when 'official' then '社会工作者' when 'doctor' then '医师资格' when 'lawyer' then '法律职业资格' when 'nurse' then '护士执业资格'
            else pick(['一级注册消防工程师', '注册安全工程师', '社会工作者', '税务师', '计算机技术与软件专业技术资格', '资产评估师'], 'qualification', id) end, null
    from career
    where kind in ('doctor', 'lawyer', 'nurse', 'cost engineer') or kind = 'accountant' and chance(0.8, 'accountant', id)
        or kind = 'official' and chance(0.1, 'social worker', id) or learned and chance(0.06, 'qualified', id)),
licensed as (
    select id, kind, case kind when 'doctor' then if(luck < 0.08, '执业助理医师', '执业医师') when 'lawyer' then if(luck < 0.15, '兼职律师', '专职律师')
            when 'guide' then pick(['初级', '初级', '中级', '高级'], 'guide level', id) end,
        case kind when 'constructor' then if(luck < 0.4, '一级建造师', '二级建造师') when 'guide' then '导游资格' when 'forensic' then '司法鉴定人'
            when 'teacher' then pick(['幼儿园教师资格', '小学教师资格', '初级中学教师资格', '高级中学教师资格', '高等学校教师资格'], 'teaches', id)
            when 'driver' then if(section = 'G', '经营性道路货物运输驾驶员', '网络预约出租汽车驾驶员') else kind end,
        case kind when 'teacher' then pick(['语文', '数学', '英语', '物理', '化学', '体育与健康', '音乐', '美术', '学前教育'], 'subject', id)
            when 'doctor' then pick(['内科专业', '外科专业', '妇产科专业', '儿科专业', '全科医学专业', '口腔专业', '中医专业', '眼耳鼻咽喉科专业'], 'ward', id)
            when 'guide' then pick(['汉语', '汉语', '汉语', '英语', '日语'], 'tongue', id) end
    from career where kind in ('doctor', 'lawyer', 'constructor', 'forensic', 'teacher', 'guide', 'driver')
    union all select id, 'forensic', null, '司法鉴定人', null from career where kind = 'doctor' and likely(0.04, 'also appraiser', id)),
houses as (select id, row_number() over (order by id) - 1 as n, count(*) over () as many from organisation where kind = 'forensic' and state = '1'),
gathered as (select * from titled union all select * from skilled union all select * from qualified union all select * from licensed)
select row_number() over (order by g.family, g.id) as id, g.id as person, g.family, g.level, g.name, g.subject,
    if(g.family = 'forensic', '319919' || digits(g.id, 7), w.number) as number, e.id as enterprise, e.key as enterprise_key,
        e.name as enterprise_name,
    coalesce(if(g.family = w.kind, w.since, null), between_days(least(greatest(years_after(w.birth, 19), date '1996-03-01'), as_of() - 40),
        as_of() - 40, 'certified', g.id)) as issued
from gathered g join career w using (id)
left join houses h on g.family = 'forensic' and w.kind = 'doctor' and h.n = g.id % h.many -- physicians who appraise beside their hospital
left join enterprise e on e.id = coalesce(h.id, w.enterprise)
order by 1;
