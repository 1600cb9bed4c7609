-- Buildings: one for each gate of a lane and for each plot of offices; `tower` are those let to enterprises.
create table building as
with found as (
    select g.id as place, g.district, g.street, g.road, g.longitude, g.latitude, g.lane is null as tower, count(*) as rooms,
        max(regexp_extract(r.room, '\d+')::integer) // 100 as floors
    from place g join place r on r.parent = g.id and r.room is not null group by all),
described as (
    select f.*, row_number() over (order by f.place) - 1 as id, 'B' || p.code as code,
        case when not tower then '10' when f.district in ('310101', '310104', '310105', '310106', '310107', '310109', '310110', '310115')
            then pick(['60', '60', '60', '60', '30'], 'use', f.place) else pick(['60', '60', '60', '30', '20', '20'], 'use', f.place) end as use,
        whole(1978, 2019, 'completed', f.place) as completed,
            pick(['鼎', '汇', '环', '中', '金', '申', '浦', '尚', '星', '宏', '嘉', '恒', '华', '瑞', '新', '锦'], 'tower first', f.place)
            || pick(['盛', '丰', '智', '海', '融', '通', '悦', '都', '立', '泰', '达', '晟', '腾', '邦', '景', '江'], 'tower second', f.place) as word
    from found f join place p on p.id = f.place),
named as (
    select *, case use when '60' then word || pick(['大厦', '中心', '商务楼', '国际大厦'], 'tower form', place)
        when '30' then word || pick(['广场', '商厦', '天地'], 'tower form', place)
            when '20' then word || pick(['产业园', '工业园', '科技园'], 'tower form', place) end as title from described),
counted as (select *, row_number() over (partition by district, title order by id) as same from named)
select id, code, place, district, street, road, longitude, latitude, tower, use,
    if(title is not null and same > 1, title || same || '号楼', title) as name, rooms, floors,
    case when use in ('60', '30') then whole(1, 3, 'basement', id) when floors > 8 then whole(0, 2, 'basement', id) else 0 end as basement, completed,
    round(rooms * if(tower, 165, 88) * lognormal(1, 0.2, 'floor area', id), 1) as area,
        case when floors > 8 then pick(['2', '3', '3', '3'], 'structure', id) when use = '20' then '1'
        when completed < 1990 then pick(['4', '4', '5'], 'structure', id) else pick(['3', '3', '4'], 'structure', id) end as structure,
    case when completed < 1990 then pick(['A', 'B', 'B', 'B', 'C', 'D'], 'safety', id) when completed < 2000 then pick(['A', 'B', 'B'], 'safety', id)
        else pick(['A', 'A', 'A', 'A', 'B'], 'safety', id) end as safety,
    case when floors > 6 then greatest(1, rooms // 30) + whole(0, 2, 'elevators', id) else 0 end as elevators,
    if(tower, '上海' || pick(['申', '浦', '海', '锦', '东', '万', '德'], 'keeper first', id % 40)
        || pick(['安', '洁', '悦', '诚', '佳', '信'], 'keeper second', id % 40) || '物业管理有限公司', null) as keeper
from counted order by id;
create table inside as -- which building a place is in: the gate or plot itself, and its rooms
select b.place, b.id as building from building b union all select p.id, b.id from place p join building b on b.place = p.parent order by place;

create table tenant as -- firms in operation that sit in a tower
select f.id as firm, b.id as building, lognormal(120, 0.7, 'rented area', f.id)::decimal(18, 1) as area,
    f.registered = f.operating as registered_here,
    greatest(f.established, between_days(as_of() - 1800, as_of() - 30, 'rented since', f.id)) as since,
        as_of() + whole(-60, 1500, 'rented until', f.id)::integer as until
from firm f join inside i on i.place = f.operating join building b on b.id = i.building where f.active and b.tower order by f.id;
