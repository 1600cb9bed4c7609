-- Features of the layers: rivers, fields, parks, trees, car parks and sensing points, each in its district.
create table feature as
with counted as (
    select l.*, d.code as district, d.name as district_name, d.longitude, d.latitude, d.east, d.north,
        unnest(range(greatest(1, ceil(l.rate * (select count(*) from firm) / 1000)::integer))) as nth from layer l
            join district d on contains(l.districts, d.code)),
numbered as (select *, row_number() over (order by category, district, nth) as id from counted),
roads as (select *, row_number() over (partition by district order by id) - 1 as n, count(*) over (partition by district) as many from road),
sized as (select district, max(many) as many from roads group by district),
placed as (
    select n.*, r.name as road, r.street, round(middle * lognormal(1, 0.6, 'feature area', n.id), 1) as area,
        whole(1, greatest(r.last, 9), 'feature number', n.id) as number,
        pick(['新', '老', '东', '西', '南', '北', '大', '小', '张', '陆', '龙', '蒲', '横', '春', '白', '金'], 'feature first', n.id)
            || pick(['家', '华', '沙', '江', '莲', '杨', '石', '泥', '申', '马', '和', '塘', '溪', '鹤'], 'feature second', n.id) as word,
                pick(n.forms, 'feature form', n.id) as form,
        if(category in ('G2', 'T2', 'S1'), r.x + (number - r.last / 2) * r.east,
            n.longitude + n.east * (1.3 * draw('feature east', n.id) - 0.65)) as far_x,
        if(category in ('G2', 'T2', 'S1'), r.y + (number - r.last / 2) * r.north,
            n.latitude + n.north * (1.3 * draw('feature north', n.id) - 0.65)) as far_y,
        least(greatest(coalesce(far_x, n.longitude), 120.92), 121.93) as x, least(greatest(coalesce(far_y, n.latitude), 30.72), 31.83) as y
    from numbered n left join sized z on z.district = n.district left join roads r on r.district = n.district
        and r.n = whole(0, z.many - 1, 'feature road', n.id))
select id, category, category || district || digits(nth + 1, 5) as code, district, district_name, street, area,
    case when category = 'A1' then if(d.name like '%镇', d.name, district_name) || (nth + 1) || form
        when category in ('T2', 'S1') then coalesce(road || number || '号', word) || form
        when category = 'G2' then coalesce(road, word) || form || digits(nth + 1, 3)
            when category = 'W3' then district_name || '近岸' || digits(nth + 1, 2) || form else word || form end as name,
    case category when 'W1' then district_name || '河长制办公室' when 'W2' then district_name || '水务管理所' when 'W3' then '上海市海洋管理事务中心'
        when 'E1' then district_name || '生态环境局'
        when 'G1' then district_name || '绿化管理所' when 'G2' then district_name || '绿化和市容管理局'
            when 'T2' then '上海' || left(district_name, 2) || '停车管理有限公司' when 'S1' then '宝山区城市运行管理中心' end as manager,
    case when category in ('G2', 'S1') then format('POINT ({:.6f} {:.6f})', x, y) when category = 'W1' then course(x, y, area / 20, 'winding', id)
        else outline(x, y, area, 'outline', id) end as geometry
from placed p left join division d on d.code = p.street order by id;
