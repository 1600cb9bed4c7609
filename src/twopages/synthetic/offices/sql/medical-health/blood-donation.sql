-- Totals of donated blood; from 4,000 millilitres on with an honour.
with donors as (
    select p.*, 200 * least(60, 1 + floor(lognormal(2.2, 0.9, 'blood given', p.id)))::integer as volume from person p join life l using (id)
        where l.donor and p.grp <> 'outside'
)
select key as 身份证号, name as 姓名, volume as 献血总量, volume >= 4000 as 是否获奉献奖,
    between_days(least(greatest(years_after(birth, 18.1), as_of() - 3000), as_of() - 5), as_of() - 5, 'blood last given', id)::date as 最近献血日期,
    pick(['上海市血液中心', '浦东新区血站', '闵行区血站', '宝山区血站'], 'blood bank', id) as 血站
from donors
order by id
