-- Domiciles that many share (60 companies of a district at one room, for registration only), and operating periods that end or have ended.
create table shared_domicile as
with crowded as (
    select f.id, f.district, row_number() over (partition by f.district order by draw('shared domicile', f.id), f.id) as place, count(*) over (partition by f.district) as many
    from firm f where f.category = '1' and f.kind <> '2100'),
room as (
    select p.district, p.id, row_number() over (partition by p.district order by draw('shared room', p.id), p.id) as place from place p where p.office)
select c.id as firm, r.id as room from crowded c join room r on r.district = c.district and r.place = 1 where c.many >= 120 and c.place <= 60 order by c.id;

update firm set registered = s.room from shared_domicile s where s.firm = firm.id;
update firm set until = as_of() + whole(-300, 85, 'period ends', id)::integer
where active and until is not null and established < as_of() - 1500 and chance(0.03, 'period ends soon', id);
