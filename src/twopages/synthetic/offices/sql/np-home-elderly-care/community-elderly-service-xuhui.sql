-- Old people whom the communities of Xuhui serve with canteens and visits; one at least.
with served as (
    select p.*, c.level as care_level, l.alone, row_number() over (order by p.district is distinct from '310104', p.id) as rank
    from person p join life l using (id) left join care c on c.person = p.id where p.living and p.grp = 'registered' and p.age >= 62 and p.home is not null
)
select 'XH' || digits(s.id * 3 + 100003, 8) as 服务编号, s.key as 身份证号, s.name as 姓名, s.care_level as 照护等级, s.alone as 是否独居,
    chance(0.45, 'canteen', s.id) as 长者食堂用户, n.name as 服务街镇
from served s left join division n on n.code = s.street
where s.district = '310104' and chance(0.3, 'served in xuhui', s.id) or s.rank = 1
order by s.id
