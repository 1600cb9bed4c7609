-- Which electronic licence each person holds: drawn from the facts that the departments' own rows come from, so that numbers and holders agree.
create table held_licence(kind, person, number, issued, level, parent, school) as
select 'resident-identity-card', id, null, null::date, null, null, null from person
    where living and grp = 'registered' and age >= 16 and likely(0.35, 'e-identity card', id)
union all select 'household-register-booklet', id, 'HK' || household_number, null, null, null, null from person
    where living and household = id and likely(0.4, 'e-booklet', id)
union all select 'household-register-page', id, 'HY' || household_number || digits(id, 8), null, null,
    if(likely(0.4, 'e-booklet', household), 'HK' || household_number, null), null
    from person where living and grp = 'registered' and likely(0.12, 'e-booklet page', id)
union all select 'residence-permit', id, '3101990' || digits(id, 9), as_of() + whole(-30, 365, 'endorsed', id)::integer - 365, null,
    null, null from person
    where living and grp = 'elsewhere' and age >= 16 and home is not null and likely(0.86, 'residence permit', id)
        and likely(0.68, 'permit', id) and likely(0.6, 'e-permit', id)
union all select 'marriage-certificate', if(chance(0.5, 'husband holds', m.id), husband, wife), null, since, null, null, null from marriage m
    where divorced is null and since > date '1985-01-01' and likely(0.45, 'e-marriage', m.id)
union all select 'divorce-certificate', if(chance(0.5, 'husband holds', m.id), husband, wife), null, divorced, null, null, null
    from marriage m where divorced is not null and likely(0.6, 'e-divorce', m.id)
union all select 'birth-certificate-licence', id, 'Z3199' || digits(id, 7), birth + 3, null, null, null from person
    where living and grp = 'registered' and age < 14 and birth < as_of() - 5
    and mother is not null and likely(0.5, 'e-birth', id)
union all select 'social-security-card-licence', p.id, 'Z9' || digits(p.id * 3 + 1000001, 8), null, null, null, null from person p
    join life l using (id)
    where l.insured and likely(0.96, 'social security card', p.id) and likely(0.4, 'e-card', p.id)
union all select 'medical-insurance-certificate', p.id, null, null, null, null, null from person p join life l using (id)
    where l.insured and likely(0.15, 'e-insurance', p.id)
union all select 'driving-licence-document', person, null, since, class, null, null from driver where likely(0.5, 'e-driving', person)
union all select 'vehicle-registration-certificate', person, 'CD' || vin, since, null, null, null from vehicle
    where person is not null and likely(0.4, 'e-vehicle', id)
union all select 'vehicle-licence', person, plate, since, null, if(likely(0.4, 'e-vehicle', id), 'CD' || vin, null), null from vehicle
    where person is not null and likely(0.5, 'e-vehicle licence', id)
union all select 'real-estate-certificate', o.person, e.unit || '-' || o.person, e.since, null, null, null from estate_owner o
    join estate e using (place) where o.person is not null
    and likely(0.35, 'e-estate', o.person)
union all select 'real-estate-mortgage-proof', o.person, e.unit || '-D' || o.person, e.since + 20, null,
    if(likely(0.35, 'e-estate', o.person), e.unit || '-' || o.person, null), null
    from estate_owner o join estate e using (place) where o.person is not null and e.mortgaged and e.since < as_of() - 30
        and likely(0.25, 'e-mortgage', o.person)
union all select 'disability-certificate-licence', d.person, p.key || d.category || d.grade, d.since,
    ['一级', '二级', '三级', '四级'][d.grade::integer], null, null
    from disability d join person p on p.id = d.person where likely(0.7, 'e-disability', p.id)
union all select 'veteran-preferential-card', person, card, discharged, null, null, null from veteran
    where likely(0.85, 'veteran card', person) and likely(0.6, 'e-veteran', person)
union all select 'elderly-concession-card', id, '3199' || digits(id * 3 + 1000003, 9), years_after(birth, 65), null, null, null from person
    where living and grp = 'registered' and age > 65.2 and likely(0.985, 'elderly subsidy', id) and likely(0.5, 'e-elderly', id)
union all select 'blood-donation-honour-card', id, null, null, ['铜奖', '银奖', '金奖'][whole(1, 3, 'blood medal', id)], null, null from life
    where donor and likely(0.1, 'e-blood', id)
union all select case family when 'driver' then 'road-transport-qualification-card' when 'doctor' then 'physician-practice-certificate'
    when 'lawyer' then 'lawyer-practice-certificate'
        when 'forensic' then 'forensic-appraiser-certificate' when 'guide' then 'tour-guide-licence'
            else 'constructor-registration-certificate' end,
    person, number, issued, if(family = 'guide', level, null), case family when 'doctor' then 'YZ' || number
        when 'lawyer' then 'FL' || number end, null
    from certificate where family in ('driver', 'doctor', 'lawyer', 'forensic', 'guide', 'constructor') and likely(0.85, 'e-practice', id)
union all select if(family = 'doctor', 'physician-qualification-certificate', 'legal-qualification-certificate'), person,
    if(family = 'doctor', 'YZ', 'FL') || number, issued - 300,
    if(family = 'doctor', level, 'A'), null, null from certificate where family in ('doctor', 'lawyer')
union all select 'nurse-practice-certificate', person, null, issued, null, null, null from certificate
    where family = 'qualification' and name = '护士执业资格'
union all select 'teacher-qualification-certificate', person, strftime(issued, '%Y') || '319901' || digits(person, 7), issued, name,
    null, null from certificate where family = 'teacher'
union all select 'professional-title-certificate', person, '沪Z' || strftime(issued, '%Y') || digits(id * 7 + 1000003, 9), issued,
    case level when '411' then '正高级' when '412' then '副高级' when '420' then '中级' else '初级' end, null, null from certificate
        where family = 'title' and likely(0.7, 'e-title', id)
union all select 'vocational-skill-certificate-licence', person, 'S000031' || strftime(issued, '%Y') || digits(id * 7 + 1000003, 9),
    issued, ['一级', '二级', '三级', '四级', '五级'][level::integer], null, null
    from certificate where family = 'skill' and likely(0.6, 'e-skill', id)
union all select 'higher-education-diploma', d.person, d.number, d.date, null, null, d.school from diploma d
    join person p on p.id = d.person where p.living and p.grp <> 'outside' and likely(0.3, 'e-diploma', d.id)
union all select 'student-card', person, number, since + 20, null, null, null from schooling
    where stage in ('2', '3', '4') and since < as_of() - 30 and likely(0.3, 'e-student', person)
union all select 'vaccination-certificate', id, null, birth + 5, null, null, null from person
    where living and grp = 'registered' and age < 12 and birth < as_of() - 10 and likely(0.35, 'e-vaccination', id)
union all select 'volunteer-certificate', person, null, since, case when hours >= 1000 then '四星级' when hours >= 600 then '三星级'
    when hours >= 300 then '二星级' else '一星级' end, null, null
    from volunteer where hours >= 100 and likely(0.5, 'e-volunteer', person);
