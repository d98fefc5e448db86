-- wrk … -s load.lua URL -- CALL SEED CODES: each request is a new visitor with a new key.
local call, seed, codes, count

function init(args)
  call, seed, codes, count = args[1], args[2], tonumber(args[3]), 0
end

local paths = {
  validate = "/v1/promo-codes/validate",
  leads = "/v1/leads",
  redeem = "/v1/promo-codes/redeem",
}
local lead = '{"first_name":"Ayu","last_name":"Lestari","phone":"62%s%06d","product":"blackmask"}'

function request()
  count = count + 1
  local headers = {
    ["Content-Type"] = "application/json",
    ["Origin"] = "https://shop.example",
    ["Idempotency-Key"] = string.format("bench-%s-%012d", seed, count),
    ["X-Forwarded-For"] = string.format("203.%d.%d.%d", count / 65536 % 256, count / 256 % 256, count % 256),
  }
  local body = call == "leads" and string.format(lead, seed, count)
    or string.format('{"code":"CODE-%d"}', count % codes)
  return wrk.format("POST", paths[call], headers, body)
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '\n{"requests":%d,"microseconds":%d,"p50":%d,"p99":%d,"refused":%d,"broken":%d}\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
    errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
