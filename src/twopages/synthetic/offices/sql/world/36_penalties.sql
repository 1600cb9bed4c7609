-- What is punished: by whom, in which sections, with which kinds of penalty (penalty-type) and fine (yuan); `{area}` is the district.
create table offence as
select *, row_number() over () - 1 as n from (values
    ('firm', 'ABCDEFGHIJKLMNOPQRS', '未在规定期限内公示年度报告', '{area}市场监督管理局', '沪市监{short}处', ['1'], 0, 0),
    ('firm', 'F', '销售超过保质期的食品', '{area}市场监督管理局', '沪市监{short}处', ['2'], 5000, 50000), ('firm', 'FHR', '未按规定明码标价', '{area}市场监督管理局', '沪市监{short}处', ['1', '2'], 1000, 5000),
    ('firm', 'FILOPQ', '发布虚假广告', '{area}市场监督管理局', '沪市监{short}处', ['2'], 10000, 200000), ('firm', 'H', '经营场所卫生不符合食品安全标准', '{area}市场监督管理局', '沪市监{short}处', ['1', '2'], 2000, 50000),
    ('firm', 'H', '无证经营餐饮服务', '{area}市场监督管理局', '沪市监{short}处', ['2', '4'], 10000, 100000), ('firm', 'HFPRC', '占用、堵塞、封闭疏散通道', '{area}消防救援支队', '沪{short}消行罚决字', ['2'], 5000, 30000),
    ('firm', 'CD', '未按规定排放污水', '{area}生态环境局', '沪环{short}罚', ['2', '4'], 20000, 500000), ('firm', 'C', '未按规定贮存危险废物', '{area}生态环境局', '沪环{short}罚', ['2'], 50000, 300000),
    ('firm', 'CEG', '未对从业人员进行安全生产教育和培训', '{area}应急管理局', '沪应急{short}罚', ['1', '2'], 10000, 50000), ('firm', 'E', '建筑施工未采取安全防护措施', '{area}建设和管理委员会', '沪建{short}罚', ['2', '3'], 10000, 100000),
    ('firm', 'G', '擅自从事道路货物运输经营', '上海市交通委员会执法总队', '沪交执罚', ['2'], 3000, 30000), ('firm', 'ABCDEFGHIJKLMNOPQRS', '未按规定保存发票', '国家税务总局上海市税务局第一稽查局', '沪税稽一罚', ['2'], 1000, 10000),
    ('firm', 'ABCDEFGHIJKLMNOPQRS', '未为劳动者办理社会保险登记', '{area}人力资源和社会保障局', '沪人社{short}罚', ['2'], 2000, 20000), ('firm', 'CEHN', '拖欠劳动者工资', '{area}人力资源和社会保障局', '沪人社{short}罚', ['1', '2'], 5000, 50000),
    ('firm', 'Q', '使用非卫生技术人员从事医疗卫生技术工作', '{area}卫生健康委员会', '沪卫{short}罚', ['2', '3'], 20000, 100000), ('firm', 'F', '进口货物申报不实', '上海海关', '沪关缉违', ['2'], 10000, 200000),
    ('serious', 'ABCDEFGHIJKLMNOPQRS', '提交虚假材料取得许可', '{area}市场监督管理局', '沪市监{short}处', ['2', '3'], 50000, 500000), ('serious', 'ABCDEFGHIJKLMNOPQRS', '通过登记的住所无法联系且逾期未报送年度报告', '{area}市场监督管理局', '沪市监{short}处', ['3'], 0, 0),
    ('person', '', '未按规定分类投放生活垃圾', '{area}城市管理行政执法局', '沪城管{short}罚', ['1', '2'], 50, 200), ('person', '', '占道设摊经营', '{area}城市管理行政执法局', '沪城管{short}罚', ['2'], 50, 500),
    ('person', '', '擅自改变房屋使用性质', '{area}城市管理行政执法局', '沪城管{short}罚', ['2', '6'], 1000, 10000), ('person', '', '在禁烟场所吸烟且不听劝阻', '{area}卫生健康委员会', '沪卫{short}罚', ['2'], 50, 200),
    ('person', '', '非法从事网约车经营', '上海市交通委员会执法总队', '沪交执罚', ['2', '3'], 1000, 10000)
) offence(party, sections, cause, authority, document, types, least, most);

-- penalties of the last three years: of firms by their standing, of four in 1,000 grown-up persons
create or replace table penalty as
with fitting as (
    select i.code as section, o.n, o.party, row_number() over (partition by i.code, o.party order by o.n) - 1 as nth, count(*) over (partition by i.code, o.party) as many
    from (select distinct section as code from firm) i join offence o on o.party <> 'person' and contains(o.sections, i.code)),
sized as (select distinct section, party, many from fitting),
punished as (
    select s.firm, null::bigint as person, f.district, f.section, if(s.serious and k = 0, 'serious', 'firm') as party, s.firm * 8 + k as die,
        if(k = 0, s.fell, between_days(greatest(f.established + 60, as_of() - 1090), as_of() - 8, 'penalised', s.firm * 8 + k)) as day
    from (select *, unnest(range(case when serious then greatest(penalties, 1) when firm in (from showcase) then 2 else penalties end)) as k from standing) s join firm f on f.id = s.firm),
guilty as (
    select null::bigint as firm, p.id as person, p.district, null as section, 'person' as party, -1 - p.id as die, between_days(as_of() - 1090, as_of() - 8, 'fined', p.id) as day
    from person p where p.living and p.age between 20 and 75 and p.district is not null and chance(0.004, 'fined at all', p.id)),
chosen as (
    select g.firm, g.person, g.district, g.die, g.day, f.n from punished g join sized z on z.section = g.section and z.party = g.party
    join fitting f on f.section = g.section and f.party = g.party and f.nth = whole(0, z.many - 1, 'offence', g.die)
    union all select g.firm, g.person, g.district, g.die, g.day, o.n from guilty g
    join (select n, row_number() over (order by n) - 1 as nth from offence where party = 'person') o on o.nth = whole(0, 4, 'offence', g.die)),
serial as (select *, row_number() over (order by day, firm, person, die) as id from chosen)
select s.id - 1 as id, s.firm, s.person, replace(o.document, '{short}', d.short) || '〔' || year(s.day) || '〕' || digits(s.id, 6) || '号' as number, o.cause, o.types,
    if(o.most = 0, null, round_to(o.least + (o.most - o.least) * power(draw('fine', s.die), 3), if(o.most < 2000, 50, 500))) as amount, s.day as date,
    s.day + if(o.most >= 100000, 1096, 365) as until, replace(o.authority, '{area}', '上海市' || d.name) as authority,
    chance(0.25, 'repaired', s.die) and s.day < as_of() - 120 as repaired
from serial s join offence o on o.n = s.n join district d on d.code = s.district order by s.id;
