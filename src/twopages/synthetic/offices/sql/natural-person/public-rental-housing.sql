-- Applications and tenancies of public rental housing: young people and people from elsewhere.
with applied as (
    select p.*, pick(['1', '2', '2', '2', '3'], 'rental status', id) as standing, as_of() - whole(30, 1500, 'rental since', id)::integer as day
    from person p where p.living and p.age between 20 and 60 and p.grp <> 'outside' and p.state in ('employed', 'civil', 'flexible', 'jobless')
        and p.wage < 14000 and chance(if(p.age < 36, 0.03, 0.008), 'public rental', id)
)
select 'GZ' || strftime(day, '%Y%m') || digits(id, 7) as 受理编号, key as 主申请人证件号, name as 姓名, standing as 状态,
    if(standing = '1', null, pick(['馨宁公寓', '耀华滨江公寓', '新江湾尚景园', '地杰国际公寓', '晶华坊公寓'], 'rental project', id)) as 房源项目,
    if(standing = '1', null, least(day + 60, as_of() - 1))::date as 起租日期
from applied
order by 受理编号
