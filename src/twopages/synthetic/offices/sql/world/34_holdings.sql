-- Who owns whom, in whole percents that add up: persons (the representative first, then often the spouse), companies above the firm (always
-- ones with more capital, so that no chain runs in a circle; two in five of those are owned by companies themselves), holders from abroad, the state.
create or replace table holding as
with ranked as ( -- r: of the companies that no company owns, the largest first; of the others, the showcase and its subsidiaries first
    select f.id, f.owners, f.owners in ('one enterprise', 'mixed') as owned,
        row_number() over (partition by f.owners in ('one enterprise', 'mixed') order by w.firm is null, f.capital desc, f.id) - 1 as r
    from firm f left join showcase w on w.firm = f.id where f.category = '1' and f.kind <> '2100'),
grown as (select id, row_number() over (order by id) - 1 as n from person where living and age between 22 and 80),
persons as (
    select id as firm, head, unnest(range(if(owners = 'one person', 1, pick([1, 1, 2, 2, 2, 2, 3, 3, 4], 'holders', id)))) as nth
    from firm where owners in ('one person', 'persons', 'mixed')),
asked as (select *, whole(0, (select count(*) from grown) - 1, 'holder', firm * 8 + nth) as n from persons),
named as (
    select a.firm, a.nth, case when a.nth = 0 then coalesce(a.head, g.id)
        when a.nth = 1 and chance(0.55, 'spouse holds', a.firm) then coalesce(h.spouse, g.id) else g.id end as person
    from asked a join grown g on g.n = a.n left join person h on h.id = a.head),
above as (
    select id as firm, r, unnest(range(if(owners = 'one enterprise', 1, pick([1, 1, 1, 2, 2], 'investors', id)))) as nth
    from ranked where owned),
wanted as (
    select firm, nth, case when r = 0 then null when r <= 6 and nth = 0 then 0
            when chance(0.4, 'group', firm * 8 + nth) then floor(r * draw('group above', firm * 8 + nth))::bigint end as inside,
        floor((select count(*) from ranked where not owned) * 0.4 * power(draw('company above', firm * 8 + nth), 2))::bigint as outside
    from above),
chained as (
    select w.firm, w.nth, coalesce(g.id, c.id) as investor from wanted w
    left join (select id, r from ranked where owned) g on g.r = w.inside left join (select id, r from ranked where not owned) c on c.r = w.outside),
holders as (
    select n.firm, n.nth, n.person, null as investor, if(h.grp = 'outside', '35', '20') as kind from named n join person h on h.id = n.person
    union all select firm, 10 + nth, null, investor, '10' from chained where investor is not null
    union all select id, 20, null, null, '36' from firm where owners = 'foreign' or kind = '5110'
    union all select id, 30, null, null, '30' from firm where kind in ('1110', '1140')),
first as (select * from holders qualify row_number() over (partition by firm, person, investor, kind order by nth) = 1),
weighed as (
    select h.*, case when h.kind = '36' then t.foreign_share when h.kind = '30' then t.state_share end as fixed,
        whole(1, 11, 'weight', h.firm * 64 + h.nth) * if(h.kind = '10', 4, 1) as weight
    from first h left join capital_origin t on t.firm = h.firm),
divided as (
    select *, 100 - coalesce(sum(fixed) over w, 0) as rest, sum(if(fixed is null, weight, 0)) over w as weights,
        row_number() over (partition by firm, fixed is null order by weight desc, nth) as place, count(*) over w as many
            from weighed window w as (partition by firm)),
shared as (select *, coalesce(fixed, greatest(1, floor(weight * rest / weights)))::bigint as part from divided),
filled as (select *, if(place = 1 and (fixed is null or many = 1), 100 - sum(part) over (partition by firm) + part, part) as ratio from shared)
select row_number() over (order by s.firm, s.nth) - 1 as id, s.firm, s.person, s.investor, s.kind, s.ratio,
    f.capital * s.ratio // 100 as subscribed,
        f.capital * s.ratio // 100 * pick([0, 0, 3, 5, 10, 10, 10, 10], 'paid', s.firm * 64 + s.nth) // 10 as paid,
    least(f.established + whole(0, 400, 'held since', s.firm * 64 + s.nth)::integer, as_of() - 5) as since
from filled s join firm f on f.id = s.firm order by id;
