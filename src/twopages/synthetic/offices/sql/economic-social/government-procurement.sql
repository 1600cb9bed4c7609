-- government procurement awards of the last three years, summed up by supplier
with awarded as (
    select f.*, if(w.firm is not null, 9, 1 + floor(lognormal(1.5, 0.9, 'awards', f.id))::bigint) as awards from firm f
        join standing s on s.firm = f.id join scale c on c.firm = f.id left join showcase w on w.firm = f.id
    where f.active and (w.firm is not null or (f.category = '1' and s.trouble < 0.93 and chance(if(c.scale = '4', 0.04, 0.2), 'procurement', f.id))))
select key as 统一社会信用代码, name as 供应商名称, awards as 近三年中标次数, yuan(round_to(awards * lognormal(380000, 0.9, 'award', id), 100)) as 近三年中标金额,
    between_days(as_of() - 700, as_of() - 15, 'last award', id) as 最近中标日期, (date_trunc('month', as_of()) - interval 1 day)::date as 统计日期
from awarded order by id
