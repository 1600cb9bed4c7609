-- What lives are made of, where several departments write it down.
create table adult as select id, row_number() over (order by id) - 1 as n from person where living and age between 24 and 70 and home is not null;

-- where children and students are: one place each; about 3 in 100 have left one school for another
create table schooling as
with pupil as (
    select id, birth, sex, age, district, floor(age - 0.17)::integer as full_age, level, left_school from person
    where living and home is not null and ((age between 3.2 and 6.5 and chance(0.9, 'kindergarten', id)) or student)),
staged as (
    select *, case when age < 6.5 then '1' when chance(0.004, 'special school', id) then '7' when full_age < 12 then '2' when full_age < 15 then '3'
            when full_age < 18 and chance(0.35, 'vocational school', id) then '5' when full_age < 18 then '4' else '6' end as stage from pupil),
schools as (
    select id, key, name, kind, case kind when 'kindergarten' then '1' when 'primary' then '2' when 'middle' then '3' when 'high' then '4'
            when 'vocational' then '5' when 'college' then '6' when 'special' then '7' end as stage from organisation where state = '1'),
numbered as (select *, row_number() over (partition by stage order by id) - 1 as n, count(*) over (partition by stage) as many from schools where stage is not null),
sized as (select distinct stage, many from numbered),
placed as (
    select s.*, n.id as school, n.name as school_name, n.key as school_key from staged s join sized z on z.stage = s.stage
    join numbered n on n.stage = s.stage and n.n = whole(0, z.many - 1, 'school', s.id // 3))
select id as person, stage, school, school_name, school_key,
    case stage when '1' then 3 when '2' then 6 when '3' then 12 when '4' then 15 when '5' then 15 when '7' then 6 else 18 end as from_age,
    greatest(1, full_age - case stage when '1' then 3 when '2' then 6 when '3' then 12 when '4' then 15 when '5' then 15 when '7' then 6 else 18 end + 1)::integer as grade,
    make_date(year(as_of()) - if(month(as_of()) < 9, 1, 0)
        - greatest(0, full_age - case stage when '1' then 3 when '2' then 6 when '3' then 12 when '4' then 15 when '5' then 15 when '7' then 6 else 18 end)::integer, 9, 1) as since,
    'G310' || digits(id * 7 + 1000003, 12) as number, chance(0.01, 'school pause', id) as paused
from placed order by id;

-- who practises a profession that is registered, and where (id in `enterprise`)
create table profession as
with able as (
    select id, firm, age, level, birth, case
            when title = '医师' then 'doctor' when title = '教师' then 'teacher' when title = '护士' then 'nurse' when title = '项目经理' then 'constructor'
            when title in ('货车司机', '快递员') then 'driver' when title in ('会计', '出纳') then 'accountant'
            when level in ('11', '14', '21') and state = 'employed' and chance(0.012, 'lawyer', id) then 'lawyer'
            when level in ('11', '14', '21') and state = 'employed' and chance(0.003, 'forensic', id) then 'forensic'
            when state in ('employed', 'flexible') and chance(0.004, 'guide', id) then 'guide'
            when level in ('11', '14', '21') and state = 'civil' and chance(0.25, 'civil teacher', id) then 'teacher'
            when level in ('11', '14', '21') and state = 'civil' and chance(0.15, 'civil doctor', id) then 'doctor' end as kind
    from person where living and home is not null and age between 22 and 66),
houses as (
    select id, case kind when 'hospital' then 'doctor' when 'clinic' then 'doctor' when 'law' then 'lawyer' when 'forensic' then 'forensic'
            when 'primary' then 'teacher' when 'middle' then 'teacher' when 'high' then 'teacher' end as kind
    from organisation where state = '1'),
numbered as (select *, row_number() over (partition by kind order by id) - 1 as n, count(*) over (partition by kind) as many from houses where kind is not null),
sized as (select distinct kind, many from numbered)
select a.id as person, a.kind, coalesce(n.id, a.firm) as enterprise,
    between_days(years_after(a.birth, 22), as_of() - 60, 'profession since', a.id) as since,
    '31' || digits(a.id * 13 + 100000007, 12) as number
from able a left join sized z on z.kind = a.kind left join numbered n on n.kind = a.kind and n.n = whole(0, z.many - 1, 'profession house', a.id)
where a.kind is not null order by a.id;

create table disability as -- 3 in 100, more of the old
select id as person, pick(['1', '2', '3', '4', '4', '4', '4', '5', '6', '7'], 'disability category', id) as category,
    pick(['1', '2', '2', '3', '3', '3', '4', '4', '4'], 'disability grade', id) as grade,
    between_days(greatest(birth + 400, date '2008-01-01'), as_of() - 30, 'disability since', id) as since,
    if(age < 18, coalesce(mother, father), if(chance(0.15, 'disability guardian', id), coalesce(spouse, mother), null)) as guardian
from person where living and grp = 'registered' and age > 2 and chance(0.012 + 0.0006 * age, 'disability', id) order by id;

create table care as -- old persons whose need of care was assessed; those with a provider get care at home
with assessed as (
    select id, birth, spouse, household, home, chance(0.6, 'care at home', id) as at_home, pick(['0', '1', '1', '2', '2', '3', '3', '4', '5', '6'], 'care level', id) as level,
        between_days(as_of() - 650, as_of() - 15, 'care assessed', id) as assessed from person
    where living and home is not null and grp <> 'outside' and age >= 60 and chance(0.02 + (age - 60) * 0.016, 'care', id)),
carers as (select id, name, key, row_number() over (order by id) - 1 as n from organisation where kind = 'carer' and state = '1')
select a.id as person, a.level, a.assessed, (a.assessed + 730)::date as until, if(a.at_home and a.level > '0', c.id, null) as provider,
    if(a.at_home and a.level > '0', c.name, null) as provider_name, if(a.at_home and a.level > '0', c.key, null) as provider_key,
    (a.assessed + 15)::date as since, 10 + 5 * a.level::integer as hours, a.spouse is null and chance(0.4, 'lives alone', a.id) as alone
from assessed a left join carers c on c.n = whole(0, (select count(*) from carers) - 1, 'carer', a.id) order by a.id;

create table hardship_family as -- 16 in 1,000 families of the register, one at least; `head` is the person who heads the household
with heads as (select household as head, count(*) as size, min(id) as first from person where household is not null and living group by household),
chosen as (select * from heads where chance(0.016, 'hardship', head) or head = (select min(head) from heads))
select head, size, pick(['1', '1', '2', '3', '4'], 'hardship category', head) as category, -- assistance-category
    between_days(as_of() - 700, as_of() - 40, 'hardship since', head) as since, whole(600, 2600, 'hardship income', head) as income -- yuan a month and head
from chosen order by head;
create table hardship as -- their living members
select p.id as person, f.* from hardship_family f join person p on p.household = f.head and p.living order by p.id;

create table vehicle as -- of persons and firms, one owner each
with owners as (
    select id as person, null::bigint as firm, birth, 0 as nth from person where living and home is not null and age between 20 and 75 and chance(0.2, 'car', id)
    union all select id, null, birth, 1 from person where living and home is not null and age between 28 and 65 and chance(0.02, 'second car', id)
    union all select null, id, established, 2 + nth from (select id, established, unnest(range(whole(1, 3, 'vehicles', id))) as nth from firm where active and chance(0.22, 'firm vehicle', id))),
serial as (select *, row_number() over (order by person, firm, nth) - 1 as id from owners),
described as (
    select *, if(firm is null, pick(['K33', 'K33', 'K33', 'K33', 'K31', 'M21'], 'vehicle type', id), pick(['K33', 'K31', 'H31', 'H31', 'H11', 'H21', 'K21'], 'vehicle type', id)) as type,
        between_days(greatest(as_of() - 5200, if(person is null, birth, years_after(birth, 20))), as_of() - 20, 'vehicle since', id) as since from serial)
select id, person, firm, type, since,
    '沪' || pick(['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'J', 'K', 'L', 'M', 'N'], 'plate letter', id // 90000)
        || if(since > date '2017-01-01' and chance(0.25, 'green car', id), 'D', '') || base31(id * 7919 % 28000000 + 29791) as plate,
    since > date '2017-01-01' and chance(0.25, 'green car', id) as green, -- electric or hybrid
    'LSV' || base31((id * 104729 + 7) % 28000000) || base31((id * 1299709 + 11) % 28000000) || digits(id % 10000, 4) as vin,
    if(firm is null, '1', pick(['1', '2'], 'vehicle use', id)) as use, pick(['A', 'A', 'A', 'A', 'A', 'A', 'A', 'A', 'A', 'A', 'A', 'G', 'E', 'B', 'K'], 'vehicle state', id) as state
from described order by id;

create table estate as -- homes and offices that are owned: one unit a place
select id as place, '310' || substr(code, 4, 3) || digits(id * 3 + 1, 6) || 'GB' || digits(id + 1, 5) || 'F' || digits(id % 97 * 100 + id % 89, 8) as unit,
    home, greatest(28, round(normal(if(home, 82, 240), if(home, 28, 160), 'estate area', id), 2)) as area,
    between_days(date '1994-01-01', as_of() - 20, 'estate since', id) as since, chance(0.22, 'mortgage', id) as mortgaged, chance(0.006, 'sealed', id) as sealed
from place where (home or office) and chance(if(home, 0.85, 0.5), 'estate', id) order by id;
create table estate_owner as -- one or two owners a unit: who lives there (or anybody) and the spouse, or the enterprise that sits there
with residents as (select registered as place, min(id) as person from person where living and grp = 'registered' and age > 25 group by registered),
sitting as (select registered as place, min(id) as firm from firm where active and category = '1' group by registered),
first as (
    select e.place, e.unit, if(e.home, coalesce(r.person, a.id), null) as person, if(e.home, null, s.firm) as firm from estate e
    left join residents r on r.place = e.place left join sitting s on s.place = e.place
    left join adult a on a.n = whole(0, (select count(*) from adult) - 1, 'landlord', e.place)),
shared as (select f.*, p.spouse as second from first f left join person p on p.id = f.person
    where f.person is not null or f.firm is not null)
select place, unit, person, firm, if(second is not null and chance(0.6, 'both own', place), '1', '0') as ownership, -- co-ownership
    if(second is not null and chance(0.6, 'both own', place), 50, 100) as share from shared
union all select place, unit, second, null, '1', 50 from shared where second is not null and chance(0.6, 'both own', place)
order by place, person;

create table veteran as
select id as person, pick(['1', '1', '1', '1', '2', '3', '4', '5'], 'veteran category', id) as category,
    between_days(years_after(birth, 20), least(years_after(birth, 32), as_of() - 100), 'discharge', id) as discharged, 'YD31' || digits(id * 11 + 10000019, 12) as card
from person where living and grp = 'registered' and age > 22 and chance(if(sex = 1, 0.035, 0.003), 'veteran', id) order by id;
create table volunteer as
select id as person, round(lognormal(18, 1.3, 'volunteer hours', id), 1) as hours, between_days(date '2012-01-01', as_of() - 30, 'volunteer since', id) as since
from person where living and home is not null and age between 14 and 78 and chance(0.22, 'volunteer', id) order by id;

-- documents by which a person is known beside the identity number. `was_foreign`: known before by this passport as somebody from
-- abroad, a citizen now: a row that bears both numbers proves two files to be one (see `alias` in /docs/synthetic.md)
create table travel_document as
select id as person, key as identity, passport('passport', id) as passport, years_after(as_of(), draw('passport until', id) * 9 + 0.1) as until,
    chance(0.004, 'was foreign', id) as was_foreign, chance(0.3, 'permit', id) as permit, 'C9' || digits(id * 3 + 1000003, 7) as permit_number
from person where living and grp = 'registered' and age > 6 and chance(0.16, 'travel document', id) order by id;
create table driver as
select id as person, pick(['C1', 'C1', 'C1', 'C1', 'C2', 'C2', 'B2', 'A2', 'D'], 'driving class', id) as class, between_days(years_after(birth, 18.2), as_of() - 20, 'first licence', id) as since,
    pick([0, 0, 0, 0, 0, 0, 1, 2, 3, 3, 6, 9, 12], 'points', id) as points, pick(['A', 'A', 'A', 'A', 'A', 'A', 'A', 'A', 'A', 'A', 'A', 'A'], 'driving state', id) as state
from person where living and grp <> 'outside' and home is not null and age between 18.5 and 72 and chance(if(sex = 1, 0.5, 0.3), 'driver', id) order by id;
