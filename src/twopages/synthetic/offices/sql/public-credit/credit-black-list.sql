-- summary of the lists of serious dishonesty kept by departments and courts
select f.key as 统一社会信用代码, f.name as 单位名称, l.name as 名单名称, if(l.name = '经营异常名录', s.abnormal, null) as 经营异常,
    if(l.name = '严重违法失信名单', s.fell > as_of() - 960, null) as 严重违法失信, if(l.name = '失信被执行人名单', true, null) as 失信被执行人, s.fell as 列入日期
from standing s join firm f on f.id = s.firm
join (values ('经营异常名录'), ('严重违法失信名单'), ('失信被执行人名单')) l(name)
    on case l.name when '经营异常名录' then s.abnormal when '严重违法失信名单' then s.serious else s.dishonest end
order by f.id, l.name
