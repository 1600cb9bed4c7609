-- Hours of registered volunteers; the stars follow from the hours.
select p.key as 公民身份号码, p.name as 姓名, v.hours::decimal(9, 1) as 志愿服务时长,
    case when v.hours >= 1500 then '5' when v.hours >= 1000 then '4' when v.hours >= 600 then '3' when v.hours >= 300 then '2'
        when v.hours >= 100 then '1' end as 星级,
    v.since as 注册日期,
    pick(['社区志愿服务队', '文明交通志愿队', '医院导医志愿队', '青年志愿者协会', '图书馆志愿队', '敬老志愿服务队'], 'volunteer group', p.id) as 所属团体
from volunteer v join person p on p.id = v.person
order by p.id
