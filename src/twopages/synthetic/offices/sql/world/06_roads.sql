-- Roads as straight lines through their district, with the plots along them: number 300 lies some 1,000 metres from the beginning.
create table road as
with known as (
    select district, road as name, min(id) as id, first(street order by id) as street,
        max(regexp_extract(coalesce(lane, gate), '\d+')::integer) as last
    from place where parent is null group by district, road),
drawn as (
    select k.*, d.longitude + d.east * (1.2 * draw('road east', k.id) - 0.6) as x, d.latitude + d.north * (1.2 * draw('road north', k.id) - 0.6) as y,
        6.283185 * draw('road course', k.id) as course
    from known k join district d on d.code = k.district)
select id, district, street, name, last, x, y, cos(course) * 0.000035 as east, sin(course) * 0.00003 as north from drawn order by id;

create or replace table place as
with plot as (
    select p.id, r.x, r.y, r.east, r.north, regexp_extract(coalesce(p.lane, p.gate), '\d+')::integer - r.last / 2 as along
    from place p join road r on r.district = p.district and r.name = p.road where p.parent is null),
settled as (select p.id, coalesce(g.parent, p.parent, p.id) as plot, if(g.parent is null, p.id, p.parent) as gate from place p
    left join place g on g.id = p.parent)
select p.* replace (
    round(l.x + l.along * l.east - l.north * 2 + 0.0008 * (draw('gate east', s.gate) - 0.5), 6) as longitude,
    round(l.y + l.along * l.north + l.east * 2 + 0.0006 * (draw('gate north', s.gate) - 0.5), 6) as latitude)
from place p join settled s on s.id = p.id join plot l on l.id = s.plot order by p.id;
