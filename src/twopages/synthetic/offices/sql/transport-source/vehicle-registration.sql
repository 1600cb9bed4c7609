-- Registered vehicles and their owners; those of persons are inspected every second year, later ones first after six.
select v.plate as 号牌号码, case when v.type = 'M21' then '07' when v.green then '52' when v.type in ('H11', 'H21', 'K11') then '01'
    else '02' end as 号牌种类,
    v.vin as 车辆识别代号, v.type as 车辆类型,
    case when v.type like 'H%' then pick(['申沃重卡6×4', '浦江轻卡', '海派厢货'], 'lorry model', v.id)
        when v.type = 'M21' then pick(['轻骑125', '凤凰150'], 'bike model', v.id)
        when v.green then pick(['上申E5', '浦电i6', '嘉途EV', '海驰混动版'], 'green model', v.id)
            else pick(['上申A6', '浦悦300', '嘉途SUV', '海驰朗行', '松江之星'], 'model', v.id) end as 品牌型号,
    case when v.green then pick(['C', 'C', 'O'], 'energy', v.id) when v.type like 'H%' or v.type = 'K11' then 'B' when v.firm is not null
        and chance(0.04, 'gas car', v.id) then 'E' else 'A' end as 燃料种类,
    v.use as 使用性质, v.since::date as 初次登记日期,
    last_day(years_after(v.since, if(v.since > as_of() - 2191, 6,
        ceil(age_at(v.since, as_of()) / 2 + 0.01) * 2 - if(v.state = 'M', 2, 0))))::date as 检验有效期止,
    v.state as 状态, coalesce(p.key, f.key) as 所有人证件号
from vehicle v left join person p on p.id = v.person left join firm f on f.id = v.firm
order by v.id
