-- standard place names: roads, residential estates and towers
with estate_of as (
    select p.district, left(replace(p.alias, '上海市' || d.name, ''),
        length(replace(p.alias, '上海市' || d.name, '')) - length(coalesce(p.gate, '')) - length(p.room)) as name, p.longitude, p.latitude
    from place p join district d on d.code = p.district where p.alias is not null),
named as (
    select 1 as sort, district, name, x, y from road
    union all select 2, district, name, avg(round(longitude * 1000000)::bigint) / 1000000, avg(round(latitude * 1000000)::bigint) / 1000000
        from estate_of group by district, name
    union all select 3, district, name, longitude, latitude from building where name is not null),
numbered as (select *, row_number() over (order by sort, district, name, x) as n from named)
select district || sort || digits(n, 6) as 地名代码, name as 标准地名, 'N1' as 类别, district as 所在区, null::varchar as 罗马字母拼写,
    format('POINT ({:.6f} {:.6f})', x, y) as 空间范围
from numbered order by n
