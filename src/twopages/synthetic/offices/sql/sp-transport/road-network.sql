-- the roads that standard addresses lie on, and public car parks
select 'T1' || r.district || digits(r.id + 1, 6) as 要素编码, r.name as 名称, 'T1' as 类别, r.district as 所在区, d.name || '公路管理所' as 养护单位,
    format('LINESTRING ({:.6f} {:.6f}, {:.6f} {:.6f}, {:.6f} {:.6f})', x - (last / 2 + 10) * r.east, y - (last / 2 + 10) * r.north, x, y,
        x + (last / 2 + 10) * r.east, y + (last / 2 + 10) * r.north) as 空间范围
from road r join district d on d.code = r.district
union all select code, name, category, district, manager, geometry from feature where category = 'T2'
order by 1
