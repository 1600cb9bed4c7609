-- Vehicles and real estate, of persons and enterprises.
create table driver as -- who may drive what, since when, with how many points
with hired as (select person from profession where kind = 'driver')
select p.id as person, case when h.person is not null then pick(['B2', 'A2', 'A1', 'C1'], 'hired class', p.id) when d.category = '4' then 'C5'
        else pick(['C1', 'C1', 'C1', 'C1', 'C1', 'C2', 'C2', 'C1D'], 'driving class', p.id) end as class,
    between_days(greatest(years_after(p.birth, 18.3), date '1992-01-01'), as_of() - 20, 'first licence', p.id) as since,
    pick([0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 3, 6, 9], 'points', p.id) as points, draw('driving state', p.id) as luck
from person p left join hired h on h.person = p.id left join disability d on d.person = p.id
where p.living and p.grp <> 'outside' and p.home is not null and p.age between 18.5 and 75 and (d.person is null or d.category = '4')
    and (h.person is not null or likely(if(p.sex = 1, 0.5, 0.3) * if(p.age < 22 or p.age > 60, 0.45, 1), 'driver', p.id)) order by p.id;

create table vehicle as
with owners as (
    select d.person, null::bigint as firm, d.since as earliest, unnest(range(if(likely(0.07, 'second car', d.person), 2, 1))) as nth
    from driver d where likely(0.5, 'car', d.person)
    union all select null, id, established, unnest(range(if(section = 'G', whole(1, 8, 'lorries', id),
        if(chance(0.22, 'firm vehicle', id), whole(1, 3, 'vehicles', id), 0))))
    from firm where active),
serial as (select o.*, f.section, row_number() over (order by o.person, o.firm, o.nth) - 1 as id from owners o left join firm f on f.id = o.firm),
described as (
    select *, case when firm is null then pick(['K33', 'K33', 'K33', 'K33', 'K33', 'K31', 'K31', 'M21'], 'vehicle type', id)
            when section = 'G' then pick(['H31', 'H11', 'H11', 'H21', 'K11', 'K31'], 'lorry', id)
                else pick(['K33', 'K33', 'K31', 'H31', 'K21'], 'company vehicle', id) end as type,
        between_days(greatest(as_of() - 4800, earliest + 5), as_of() - 20, 'vehicle since', id) as since from serial)
select id, person, firm, type, since, type like 'K3%' and since > date '2016-06-01' and chance(0.3, 'green car', id) as green, -- electric or hybrid
    '沪' || pick(['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'J', 'K', 'L', 'M', 'N'], 'plate letter', id) || if(green, 'DI', 'I') -- no plate has an I
        || right(base31(50000 + id), 4) as plate,
    'LZZ' || replace(base31((id * 104729 + 7) % 28000000), 'Q', 'Z') || (id % 10)::varchar || '0S' || digits(id, 6) as vin, -- no model year is 0
    if(section = 'G' or chance(0.015, 'for hire', id), '2', '1') as use,
        pick(['A', 'A', 'A', 'A', 'A', 'A', 'A', 'A', 'A', 'A', 'A', 'A', 'A', 'A', 'G', 'G', 'M', 'E', 'B'], 'vehicle state', id) as state
from described order by id;

create table estate as -- homes and offices that are owned: one unit a place
select id as place, district || '999' || right(street, 3) || 'GB' || digits(coalesce(parent, id) % 100000, 5) || 'F' || digits(id, 8) as unit, home,
    greatest(28, round(normal(if(home, 82, 240), if(home, 28, 160), 'estate area', id), 2)) as area,
    between_days(date '1994-01-01', as_of() - 20, 'estate since', id) as since, chance(0.22, 'mortgage', id) as mortgaged,
        chance(0.006, 'sealed', id) as sealed
from place where (home or office) and chance(if(home, 0.72, 0.4), 'estate', id) order by id;
create table estate_owner as -- one or two owners a unit: who lives there (or anybody) and the spouse, or the enterprise that sits there
with residents as (select registered as place, min(id) as person from person where living and grp = 'registered' and age > 25 group by registered),
sitting as (select registered as place, min(id) as firm from firm where active and category = '1' group by registered),
first as (
    select e.place, e.unit, if(e.home, coalesce(r.person, a.id), null) as person, if(e.home, null, s.firm) as firm from estate e
    left join residents r on r.place = e.place left join sitting s on s.place = e.place
    left join adult a on a.n = whole(0, (select count(*) from adult) - 1, 'landlord', e.place)),
shared as (
    select f.*, if(chance(0.6, 'both own', f.place), p.spouse, null) as second, chance(0.15, 'by parts', f.place) as parts
    from first f left join person p on p.id = f.person where f.person is not null or f.firm is not null)
select place, unit, person, firm, if(second is null, '0', if(parts, '2', '1')) as ownership,
    if(second is null, 100, if(parts, 70, 50)) as share from shared
union all select place, unit, second, null, if(parts, '2', '1'), if(parts, 30, 50) from shared where second is not null
order by place, person;
