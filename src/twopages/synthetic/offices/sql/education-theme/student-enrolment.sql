-- Pupils and students; the phone is mostly a parent's.
select s.number as 学籍号, if(p.grp = 'outside', null, p.key) as 身份证号, p.name as 姓名, p.sex::varchar as 性别, p.birth as 出生日期, p.ethnic as 民族,
    case when s.stage = '6' then pick(['03', '03', '03', '03', '13', '02', '01'], 'student party', p.id)
        when s.stage in ('4', '5') then pick(['03', '13'], 'student party', p.id) when s.stage = '3'
            and s.grade >= 3 then pick(['13', '13', '03'], 'student party', p.id)
        else '13' end as 政治面貌,
    s.school_key as 学校信用代码, s.school_name as 学校名称, s.stage as 学段,
    case s.stage when '1' then ['小班', '中班', '大班'][s.grade] when '2' then ['一年级', '二年级', '三年级', '四年级', '五年级'][s.grade]
        when '3' then ['六年级', '七年级', '八年级', '九年级'][s.grade] when '7' then '特教' || s.grade || '年级'
        when '4' then ['高一', '高二', '高三'][s.grade] when '5' then ['中职一年级', '中职二年级', '中职三年级'][s.grade]
        else case s.aim when '14' then '硕士' when '11' then '博士' else '' end || ['一年级', '二年级', '三年级', '四年级'][s.grade] end as 年级,
    if(s.paused, '2', '1') as 学籍状态, month_of(s.since) as 入学年月,
    coalesce(s.aim, if(s.stage = '3', '81', if(s.stage in ('4', '5'), '71', null))) as 学历层次, p.district as 居住区,
    coalesce(if(p.age < 18, coalesce(m.phone, f.phone), null), p.phone) as 家长手机
from schooling s join person p on p.id = s.person left join person m on m.id = p.mother and m.living left
    join person f on f.id = p.father and f.living
order by p.id
