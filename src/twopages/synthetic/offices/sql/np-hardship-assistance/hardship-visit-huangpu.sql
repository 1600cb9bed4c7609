-- Families visited by the subdistricts of Huangpu: in hardship, disabled, or old and alone; one at least.
with visited as (
    select p.id, p.key, p.name, f.category, l.alone and p.age > 75 as lonely, p.district, d.grade,
        row_number() over (order by p.district is distinct from '310101', p.id) as rank
    from person p join life l using (id) left join hardship f on f.person = p.id left join disability d on d.person = p.id
    where p.living and p.grp = 'registered' and (f.person is not null or d.grade in ('1', '2') or l.alone and p.age > 75)
)
select 'HP' || digits(v.id * 3 + 100003, 8) as 走访编号, v.key as 身份证号, v.name as 姓名, v.category as 困难类别,
    v.lonely or v.grade in ('1', '2') as 是否重点关爱, (as_of() - whole(2, 200, 'visited on', v.id)::integer)::date as 走访日期,
    pick(['周爱民', '陆建芳', '沈国平', '顾秀英', '朱敏', '张怡'], 'visitor', v.id) as 走访人
from visited v
where v.district = '310101' and chance(0.8, 'visited', v.id) or v.rank = 1
order by v.id
