-- Cremations, some days after the death.
select 'HH' || strftime(p.death, '%Y') || digits(p.id, 8) as 火化编号, p.key as 身份证号, p.name as 姓名,
    if(chance(0.03, 'typed in', p.id), p.death + whole(2, 6, 'days to cremation', p.id)::integer, p.death)::date as 死亡日期,
    (p.death + whole(2, 6, 'days to cremation', p.id)::integer)::date as 火化日期,
    pick(['上海市龙华殡仪馆', '上海市宝兴殡仪馆', '上海市益善殡仪馆', '浦东新区殡仪馆', '闵行区殡仪馆'], 'funeral home', p.id) as 殡仪馆
from person p
where p.death < as_of() - 7 and chance(0.94, 'cremated', p.id)
order by p.id
