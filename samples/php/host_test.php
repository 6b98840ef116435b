<?php
// The sample against docs/vectors.json. `php host_test.php tokens FOLDER ORIGIN GATEWAY` prints tokens for a gateway to judge.

declare(strict_types=1);

namespace Qinghe;

require __DIR__ . '/host.php';

const ANNA = ['id' => '20230417', 'age' => 15, 'school' => 's-017', 'grade' => '9', 'class' => '初三(2)班'];

function claims_of(string $token): array
{
    return json_decode(unb64(explode('.', $token)[1]), true, 8, JSON_THROW_ON_ERROR);
}

function body(array $envelopes, array $sent): string
{
    $bytes = unb64(array_column($envelopes, 'bytes', 'name')[$sent['name']]);
    $bytes = substr($bytes, 0, strlen($bytes) - ($sent['cut'] ?? 0)) . str_repeat("\0", $sent['append'] ?? 0);
    if (isset($sent['xor'])) {
        $at = $sent['xor']['at'];
        $bytes[$at] = chr(ord($bytes[$at]) ^ $sent['xor']['with']);
    }
    return $bytes;
}

function tokens(string $folder, string $origin, string $gateway): array
{
    $read = fn (string $name) => (string) file_get_contents("$folder/$name");
    $host = new Host($origin, $gateway, $read('launch-key.pem'), $read('pseudonym-secret'));
    $claims = $host->claims(ANNA);
    $fresh = fn (array $change) => $host->sign([...$host->claims(ANNA), ...$change]);
    [$header, $valid, $signature] = explode('.', $host->sign($claims));
    $older = explode('.', $host->sign([...$claims, 'age' => 16]))[1];
    return [
        'valid' => "$header.$valid.$signature",
        'replayed' => $host->sign([...$claims, 'sub' => $host->pseudonym('20230418')]),
        'expired' => $fresh(['iat' => $claims['iat'] - 90_000, 'exp' => $claims['exp'] - 90_000]),
        'audience' => $fresh(['aud' => 'https://elsewhere.example']),
        'altered' => "$header.$older.$signature",
        'oversized' => $fresh(['note' => str_repeat('x', 3000)]),
    ];
}

if (($argv[1] ?? '') === 'tokens') {
    echo json_encode(tokens(...array_slice($argv, 2))), "\n";
    exit;
}

$faults = $checks = 0;
$same = function (mixed $found, mixed $expected, string $what) use (&$faults, &$checks): void {
    $checks += 1;
    // Members of an object have no order, so `==`; the type of each value still counts below.
    if ($found != $expected || json_encode($found) === false || gettype($found) !== gettype($expected)) {
        $faults += 1;
        fwrite(STDERR, "$what\n  found    " . json_encode($found) . "\n  expected " . json_encode($expected) . "\n");
    }
};

$vectors = json_decode((string) file_get_contents(__DIR__ . '/../../docs/vectors.json'), true, 16, JSON_THROW_ON_ERROR);
$theirs = $vectors['host'];
$host = new Host($theirs['origin'], $vectors['gateway']['origin'], $theirs['key'], unb64($theirs['pseudonymSecret']));

$same($host->jwks, $theirs['jwks'], 'the key set');
$same($host->header, $theirs['header'], 'the header');
foreach ($vectors['pseudonyms'] as $one) {
    $same($host->pseudonym($one['person']), $one['sub'], "the pseudonym of {$one['person']}");
}
foreach ($vectors['ages'] as $one) {
    $same(age_on($one['birthday'], $one['on']), $one['age'], "the age of {$one['birthday']} on {$one['on']}");
}

[$one, $two] = array_map(fn () => claims_of($host->sign($host->claims(ANNA, $vectors['now']))), [1, 2]);
foreach ($vectors['launch']['claims'] as $name => $value) {
    if ($name !== 'jti') {
        $same($one[$name] ?? null, $value, "claim $name");
    }
}
$same(count($one), count($vectors['launch']['claims']), 'the number of claims');
$same(preg_match('/^[\w-]{16,64}$/', $one['jti']), 1, 'the form of a launch id');
$same($one['jti'] !== $two['jti'], true, 'a launch id of its own for every token');
$same($host->claims([...ANNA, 'consent' => 'c-1'])['consent'], 'c-1', 'the guardian\'s consent');

// Numbers with zero bytes in front come once in 128 signatures.
for ($nth = 0; $nth < 600; $nth++) {
    $token = $host->sign(['nth' => $nth]);
    if (strlen(explode('.', $token)[2]) !== 86 || $host->refuses($token, str_repeat("\0", ENVELOPE)) !== 0) {
        $same($token, '', 'a signature that has 64 bytes and holds');
    }
}
foreach ($vectors['exchanges'] as $one) {
    $expected = $one['host'] === 'forwards' ? 0 : $one['host'];
    $same($host->refuses($one['token'] ?? '', body($vectors['envelopes'], $one['envelope'])), $expected, $one['name']);
}

echo "$checks checks, $faults faults\n";
exit($faults === 0 && $checks > 30 ? 0 : 1);
