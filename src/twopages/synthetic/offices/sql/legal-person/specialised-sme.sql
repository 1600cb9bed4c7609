-- the graded programme for small enterprises with something of their own
select f.key as 统一社会信用代码, f.name as 企业名称, t.special as 层级, make_date(year(as_of()) + whole(0, 2, 'special until', f.id)::integer, 12, 31) as 有效期止,
    c.scale as 企业规模, split_part(f.scope, '、', 1) as 主导产品
from talent t join firm f on f.id = t.firm join scale c on c.firm = f.id where t.special is not null
order by f.id
