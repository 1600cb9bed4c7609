-- Facts of the run, and dice: the same seed, salt and id always draw the same. A salt is a constant text, of its own for every use.
create macro as_of() as date '{as_of}';

-- dice
create macro dice(salt, id) as hash(xor(hash('{seed}/' || salt), hash(id)));
create macro draw(salt, id) as (dice(salt, id) >> 12)::double / 4503599627370496.0; -- [0, 1)
create macro chance(rate, salt, id) as draw(salt, id) < rate;
create macro whole(least, most, salt, id) as (least + floor(draw(salt, id) * (most - least + 1)))::bigint; -- both ends included
create macro between_days(first, last, salt, id) as -- both ends included; the first where the span is turned round
    first + floor(draw(salt, id) * (greatest(datediff('day', first, last), 0) + 1))::integer;
create macro pick(items, salt, id) as items[1 + floor(draw(salt, id) * len(items))::integer]; -- say an item twice to make it twice as likely
create macro normal(mean, deviation, salt, id) as
    mean + deviation * sqrt(-2 * ln(1 - draw(salt, id))) * cos(6.283185307179586 * draw(salt || ' turn', id));
create macro lognormal(middle, deviation, salt, id) as middle * exp(normal(0, deviation, salt, id));
create macro moment(day, salt, id) as -- a moment of office hours
    day + to_seconds(28800 + floor(draw(salt, id) * 39600)::integer);
create macro updated(days, salt, id) as moment(as_of() - 1 - floor(draw(salt || ' day', id) * (days + 1))::integer, salt, id);
create macro round_to(amount, step) as (round(amount / step) * step)::bigint;

-- days
create macro years_after(day, years) as day + round(years * 365.2425)::integer;
create macro age_at(birth, day) as datediff('day', birth, day) / 365.2425;
create macro month_of(day) as strftime(day, '%Y-%m'); -- a partial date
create macro months_back(count) as strftime(as_of() - to_months(count), '%Y-%m');

-- texts and numbers
create macro digits(number, width) as lpad(number::bigint::varchar, width, '0');
create macro yuan(amount) as amount::decimal(18, 2);
create macro percent(part) as part::decimal(9, 2);
create macro filled(value) as nullif(value, '');
create macro label_of(list_id, code_id) as (select any_value(c.label) from code c where c.list = list_id and c.id = code_id);
create macro district_name(district_code) as (select any_value(d.name) from district d where d.code = district_code);

-- numbers that nobody holds
-- (lists of one member name what would otherwise be worked out once for every character)
create macro weighed(body, alphabet, weights) as -- the sum of the values of the characters, each by its weight
    list_sum(list_transform(weights, lambda weight, place: (strpos(alphabet, substr(body, place, 1)) - 1) * weight))::integer;
create macro identity_check(body) as -- ISO 7064 MOD 11-2 over seventeen digits
    substr('10X98765432', 1 + weighed(body, '0123456789', [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]) % 11, 1);
create macro with_check(body) as list_transform([body], lambda b: b || identity_check(b))[1];
create macro identity(birth, sex, pair) as -- pairs 0 to 399 are the city's, 400 to 498 strangers'
    with_check('310199' || strftime(birth, '%Y%m%d') || lpad((pair * 2 + if(sex = 1, 1, 2))::integer::varchar, 3, '0'));
create macro stranger_identity(salt, id) as -- valid, of somebody whom the city does not know, aged 20 to 70
    identity(as_of() - whole(7305, 25567, salt || ' birth', id)::integer, whole(1, 2, salt || ' sex', id), whole(400, 498, salt, id));
create macro identity_15(number) as substr(number, 1, 6) || substr(number, 9, 9); -- what somebody born before 2000 had before
create macro base31(number) as -- five characters
    list_transform([number::bigint], lambda n: array_to_string(list_transform([923521, 29791, 961, 31, 1],
        lambda place: substr('0123456789ABCDEFGHJKLMNPQRTUWXY', 1 + ((n // place) % 31)::integer, 1)), ''))[1];
create macro organisation_check(body) as -- of eight characters
    substr('0123456789X0', 12 - weighed(body, '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ', [3, 7, 9, 10, 5, 8, 4, 2]) % 11, 1);
create macro credit_check(body) as -- of seventeen characters
    substr('0123456789ABCDEFGHJKLMNPQRTUWXY', 1 + (31 - weighed(body, '0123456789ABCDEFGHJKLMNPQRTUWXY',
        [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]) % 31) % 31, 1);
create macro with_credit_check(body) as list_transform([body], lambda b: b || credit_check(b))[1];
create macro with_organisation_check(front, organisation) as -- front: eight characters
    list_transform([front || organisation], lambda b: with_credit_check(b || organisation_check(substr(b, 9, 8))))[1];
create macro credit_code(category, serial) as -- category: two characters; serials of the city's firms lie below 10 million, strangers' from 20 to 28
    with_organisation_check(category || '310199', 'MA1' || base31(serial));
create macro stranger_credit(salt, id) as credit_code('91', whole(20000000, 27999999, salt, id));
create macro mobile(salt, id) as pick(['161', '163', '164', '169'], salt || ' prefix', id) || digits(whole(0, 99999999, salt, id), 8);
create macro landline(salt, id) as '021-90' || digits(whole(0, 999999, salt, id), 6);
create macro passport(salt, id) as 'ZZ' || digits(whole(0, 9999999, salt, id), 7);
create macro stranger_name(salt, id) as -- of somebody whom the city does not know
    pick(['王', '李', '张', '刘', '陈', '杨', '黄', '赵', '吴', '周', '徐', '孙', '朱', '马', '胡', '沈', '陆', '顾'], salt || ' family', id)
    || pick(['建', '志', '文', '晓', '海', '玉', '国', '丽', '明', '秀', '子', '雨', '佳', '俊', '思', '嘉'], salt || ' first', id)
    || pick(['华', '平', '明', '芳', '军', '英', '强', '琴', '杰', '敏', '涛', '怡', '轩', '琳', '宇', '悦'], salt || ' second', id);
