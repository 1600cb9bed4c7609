-- Who issues which electronic licence of a person, and for how many years.
create table person_licence_rule (kind varchar, issuer varchar, years integer);
insert into person_licence_rule values
    ('resident-identity-card', '上海市公安局{short}分局', 20), ('household-register-booklet', '上海市公安局{short}分局', null),
    ('household-register-page', '上海市公安局{short}分局', null), ('residence-permit', '上海市公安局{short}分局', 1), ('marriage-certificate', '上海市{name}民政局', null),
    ('divorce-certificate', '上海市{name}民政局', null), ('birth-certificate-licence', '上海市{name}卫生健康委员会', null),
    ('social-security-card-licence', '上海市人力资源和社会保障局', 10), ('medical-insurance-certificate', '上海市医疗保障局', null),
    ('driving-licence-document', '上海市公安局交通警察总队', 10), ('vehicle-registration-certificate', '上海市公安局交通警察总队', null), ('vehicle-licence', '上海市公安局交通警察总队', 2),
    ('road-transport-qualification-card', '上海市道路运输管理局', 6), ('real-estate-certificate', '上海市{name}自然资源确权登记事务中心', 70),
    ('real-estate-mortgage-proof', '上海市{name}自然资源确权登记事务中心', null), ('disability-certificate-licence', '上海市{name}残疾人联合会', 10),
    ('veteran-preferential-card', '上海市退役军人事务局', null), ('elderly-concession-card', '上海市民政局', null), ('blood-donation-honour-card', '上海市卫生健康委员会', null),
    ('physician-qualification-certificate', '上海市卫生健康委员会', null), ('physician-practice-certificate', '上海市{name}卫生健康委员会', null),
    ('nurse-practice-certificate', '上海市{name}卫生健康委员会', 5), ('legal-qualification-certificate', '上海市司法局', null), ('lawyer-practice-certificate', '上海市司法局', null),
    ('forensic-appraiser-certificate', '上海市司法局', 5), ('teacher-qualification-certificate', '上海市{name}教育局', null), ('tour-guide-licence', '上海市文化和旅游局', 3),
    ('professional-title-certificate', '上海市人力资源和社会保障局', null), ('vocational-skill-certificate-licence', '上海市人力资源和社会保障局', null),
    ('constructor-registration-certificate', '上海市住房和城乡建设管理委员会', 3), ('higher-education-diploma', '{school}', null), ('student-card', '上海市{name}教育局', 6),
    ('vaccination-certificate', '上海市{name}卫生健康委员会', null), ('volunteer-certificate', '上海市民政局', null);
