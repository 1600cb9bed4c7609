-- Which licences an enterprise may have: share of those whose trade needs it, form of its number, years, who issues it.
create table licence_rule as
select * from (values
    ('business-licence', 0.98, '{district}{year}{n}', null, '{area}市场监督管理局'),
    ('comprehensive-industry-licence', 0.8, 'ZH{district}{year}{n}', null, '上海市浦东新区行政审批局'),
    ('food-business-licence', 0.92, 'JY{own}', 5, '{area}市场监督管理局'),
    ('public-venue-hygiene-licence', 0.85, '沪卫公证字[{year}]第310199{n}号', 4, '{area}卫生健康委员会'),
    ('fire-safety-certificate', 0.8, '沪消安检字[{year}]第9{n}号', null, '{area}消防救援支队'),
    ('tobacco-retail-licence', 0.6, '310199{n}', 5, '上海市烟草专卖局{short}分局'),
    ('drug-business-licence', 0.9, '沪CB9{n}', 5, '上海市药品监督管理局'),
    ('medical-device-business-licence', 0.85, '沪药监械经营许{year}9{n}号', 5, '{area}市场监督管理局'),
    ('publication-business-licence', 0.9, '新出发沪零字第9{n}号', 6, '上海市新闻出版局'),
    ('drainage-permit', 0.6, '沪水务排证字第310199{n}号', 5, '{area}水务局'),
    ('high-risk-sports-licence', 0.3, '沪体高危许310199{n}', 5, '{area}体育局'),
    ('food-production-licence', 0.95, 'SC1{own}', 5, '上海市市场监督管理局'),
    ('medical-institution-practice-licence', 0.95, 'PDY{n}31019917D1102', 5, '{area}卫生健康委员会'),
    ('radiology-licence', 0.4, '沪卫放证字[{year}]第9{n}号', null, '{area}卫生健康委员会'),
    ('construction-qualification-certificate', 0.85, 'D2319{n}', 5, '上海市住房和城乡建设管理委员会'),
    ('construction-safety-permit', 0.8, '(沪)JZ安许证字[{year}]9{n}', 3, '上海市住房和城乡建设管理委员会'),
    ('road-transport-business-permit', 0.9, '沪交运管许可字310199{n}号', 4, '上海市道路运输管理局'),
    ('road-transport-certificate', 0.7, '沪交运管货字310199{n}号', null, '上海市道路运输管理局'),
    ('hazardous-chemicals-permit', 0.85, '沪应急管危经许[{year}]9{n}', 3, '{area}应急管理局'),
    ('pollutant-discharge-licence', 0.7, '{key}001P', 5, '{area}生态环境局'),
    ('high-tech-certificate', 0.15, 'GR{year}319{n}', 3, '上海市科学技术委员会'),
    ('customs-registration-receipt', 0.8, '{own}', null, '上海海关')
) rule(type, share, form, years, issuer);
