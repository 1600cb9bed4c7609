-- What makes a firm stand out: inventions, certificates, markets and boards.
create macro customs_number(firm) as '3199' || digits(firm + 1, 6);
create table talent as
with able as (
    select f.*, b.revenue, b.research, s.merit, s.trouble, c.scale, w.firm is not null as known,
        f.category = '1' and f.kind <> '2100' as company, f.section in ('C', 'I', 'M') as inventive
    from firm f join standing s on s.firm = f.id join scale c on c.firm = f.id left join showcase w on w.firm = f.id
    join books b on b.firm = f.id and b.year = year(as_of()) - 1 where f.active),
clever as (
    select *, case when known then 64 when inventive and company and chance(0.45, 'patents',
        id) then 1 + floor(lognormal(4, 1.1, 'patents held', id))::integer
            when company and chance(0.03, 'patents', id) then 1 else 0 end as patents,
        case when known then 12 when company and chance(0.3, 'brands', id) then 1 + floor(lognormal(2, 0.9, 'brands held', id))::integer
            else 0 end as brands
    from able)
select id as firm, known, patents, brands, floor(patents * 0.35 * draw('inventions', id) * if(known, 3, 1))::integer as inventions,
    if(section in ('I', 'M') or known, floor(lognormal(3, 1.1, 'software', id))::integer, 0) as software,
    known or (inventive and company and scale <> '1' and research > 0 and chance(0.2, 'technology sme', id)) as technology_sme,
    if(known, '3', if(inventive and company and merit > 0.82, case when merit > 0.985 then '3' when merit > 0.92 then '2' else '1' end,
        null)) as special,
    case when known then '2' when kind in ('1212', '1210') and trouble < 0.95 then pick(['1', '1', '2', '3', '6'], 'board', id)
        when kind = '1222' and chance(0.15, 'board', id) then '5' when company then '0' end as board,
    if(known or (company and capital >= 50000000 and chance(0.3, 'headquarters', id)),
        if(owners = 'foreign', pick(['1', '3'], 'headquarters kind', id), pick(['2', '4', '5'], 'headquarters kind', id)), null) as headquarters,
    case when industry in ('6520', '3973') then '1' when industry in ('7340', '2720') then '2' when industry in ('6550', '4011') then '3'
        when industry = '8425' then '5' when industry = '3670' then '6' when section = 'C' and industry like '3%' then '7'
        when industry = '2929' then '8' when industry in ('1819', '1432') then '9'
        when section = 'I' and chance(0.3, 'key industry', id) then pick(['3', '4'], 'which key industry', id) end as key_industry,
    known or (company and (licences like '%customs-registration%' or (section in ('C', 'F') and scale <> '4') or owners = 'foreign')
        and chance(0.75, 'customs', id)) as trader
from clever order by id;

-- goods across the border in the last two years, in yuan
create table traded as
select t.firm, b.year,
    if(f.section = 'C' or chance(0.6, 'exports', f.id), round_to(b.revenue * (0.1 + 0.5 * draw('export share', f.id)), 100), 0) as exports,
    if(chance(0.7, 'imports', f.id), round_to(b.revenue * (0.05 + 0.4 * draw('import share', f.id)), 100), 0) as imports
from talent t join firm f on f.id = t.firm join books b on b.firm = f.id and b.year >= year(as_of()) - 2 where t.trader order by t.firm, b.year;
