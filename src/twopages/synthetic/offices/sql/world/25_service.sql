-- Veterans, volunteers and travel documents.
create table veteran as
select id as person, pick(['1', '1', '1', '1', '1', '2', '3', '4', '5'], 'veteran category', id) as category,
    between_days(years_after(birth, 20), least(years_after(birth, if(category in ('2', '3'), 50, 32)), as_of() - 100), 'discharge', id) as discharged,
    'YD3199' || digits(id * 11 + 10000019, 12) as card
from person where living and grp = 'registered' and age > 22 and likely(if(sex = 1, if(age < 60, 0.035, 0.06), 0.003), 'veteran', id) order by id;
create table volunteer as
select id as person, if(id = (select s.person from showcase_person s), 1620.5,
    round(lognormal(18, 1.6, 'volunteer hours', id), 1)) as hours, between_days(date '2012-01-01', as_of() - 30, 'volunteer since', id) as since
from person where living and home is not null and age between 14 and 78 and likely(if(age < 26 or age > 60, 0.22, 0.12), 'volunteer', id) order by id;

-- documents by which a person is known beside the identity number. `was_foreign`: known before by this passport as somebody from
-- abroad, a citizen now: a row that bears both numbers proves two files to be one (see `alias` in /docs/synthetic.md)
create table travel_document as
select id as person, key as identity, 'ZZ' || digits((id * 7919 + 24680) % 9999991, 7) as passport,
    years_after(as_of(), draw('passport until', id) * 9 + 0.1) as until,
    chance(0.004, 'was foreign', id) or row_number() over (order by id) = 1 as was_foreign, chance(0.3, 'permit', id) as permit,
        'C9' || digits(id * 3 + 1000003, 7) as permit_number
from person where living and grp = 'registered' and age > 6 and likely(if(age > 75, 0.12, 0.36), 'travel document', id) order by id;
