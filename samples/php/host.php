<?php
// A portal's side of Qinghe in one file: signs launch tokens, shows the element, passes envelopes on.
// PHP 8.1 or newer with the openssl extension, nothing else. Contract: docs/wire.md. Start: php -S 127.0.0.1:8400 host.php

declare(strict_types=1);

namespace Qinghe;

const ENVELOPE = 2048;
const TOKEN_MAX = 4096;
const LIFE_S = 600;
const BATTERY = 'mood-and-anxiety';

function b64(string $bytes): string
{
    return rtrim(strtr(base64_encode($bytes), '+/', '-_'), '=');
}

function unb64(string $text): string
{
    return (string) base64_decode(strtr($text, '-_', '+/'), true);
}

final class Host
{
    public readonly string $header;
    public readonly array $jwks;
    private readonly \OpenSSLAsymmetricKey $key;
    private readonly string $public;

    /**
     * @param string $origin  of this portal, and its `iss`
     * @param string $gateway the gateway's `public_origin`, to the letter
     * @param string $pem     P-256 key in PKCS #8
     * @param string $secret  32 random bytes; whoever has it can turn people into pseudonyms
     */
    public function __construct(
        private readonly string $origin,
        public readonly string $gateway,
        string $pem,
        private readonly string $secret,
    ) {
        $this->key = openssl_pkey_get_private($pem) ?: throw new \RuntimeException('launch-key.pem is not a private key');
        $details = openssl_pkey_get_details($this->key);
        $this->public = $details['key'];
        // openssl gives numbers, without the zero bytes in front.
        [$x, $y] = array_map(fn ($half) => b64(str_pad($details['ec'][$half], 32, "\0", STR_PAD_LEFT)), ['x', 'y']);
        // RFC 7638 names the key by its content, so another key has another name.
        $kid = b64(hash('sha256', "{\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\"$x\",\"y\":\"$y\"}", true));
        $this->header = "{\"alg\":\"ES256\",\"kid\":\"$kid\",\"typ\":\"qinghe-launch+jwt\"}";
        $key = ['kty' => 'EC', 'crv' => 'P-256', 'alg' => 'ES256', 'use' => 'sig', 'kid' => $kid, 'x' => $x, 'y' => $y];
        $this->jwks = ['keys' => [$key]];
    }

    /** Always the same for this person and gateway, and nothing of the person in it. */
    public function pseudonym(string $person): string
    {
        return b64(hash_hmac('sha256', "$this->gateway $person", $this->secret, true));
    }

    /** No name, no student number, no birth date: the token travels with every envelope. */
    public function claims(array $student, ?int $now = null): array
    {
        $now ??= time();
        $told = array_flip(['age', 'school', 'grade', 'class', 'consent']);
        return [
            'iss' => $this->origin,
            'aud' => $this->gateway,
            'sub' => $this->pseudonym($student['id']),
            'jti' => b64(random_bytes(16)),
            'iat' => $now,
            'exp' => $now + LIFE_S,
            'role' => 'student',
            'battery' => BATTERY,
        ] + array_intersect_key($student, $told);
    }

    public function sign(array $claims): string
    {
        $input = b64($this->header) . '.' . b64(json_encode($claims, JSON_THROW_ON_ERROR));
        openssl_sign($input, $der, $this->key, OPENSSL_ALGO_SHA256);
        return $input . '.' . b64(self::fromDer($der));
    }

    /** JWS wants both numbers at full length, one after the other; openssl gives them as DER. */
    private static function fromDer(string $der): string
    {
        $length = ord($der[3]);
        $numbers = [substr($der, 4, $length), substr($der, 6 + $length)];
        return implode('', array_map(fn ($n) => str_pad(ltrim($n, "\0"), 32, "\0", STR_PAD_LEFT), $numbers));
    }

    private static function toDer(string $raw): string
    {
        $number = function (string $half): string {
            $half = ltrim($half, "\0");
            // A first bit that is set would make the number negative.
            $half = $half === '' || ord($half[0]) > 127 ? "\0$half" : $half;
            return "\x02" . chr(strlen($half)) . $half;
        };
        $both = $number(substr($raw, 0, 32)) . $number(substr($raw, 32));
        return "\x30" . chr(strlen($both)) . $both;
    }

    /**
     * Status to refuse with, or 0 to pass on. Times, audience and repetition are the gateway's to judge:
     * it takes an urgent notice even when the token has run out.
     */
    public function refuses(string $token, string $body): int
    {
        return match (true) {
            !$this->signed($token) => 401,
            strlen($body) > ENVELOPE => 413,
            strlen($body) < ENVELOPE => 400,
            default => 0,
        };
    }

    /** The header is compared to the letter, so nobody else chooses the algorithm. */
    private function signed(string $token): bool
    {
        $parts = strlen($token) > TOKEN_MAX ? [] : explode('.', $token);
        if (count($parts) !== 3 || $parts[0] !== b64($this->header)) {
            return false;
        }
        $raw = unb64($parts[2]);
        $der = strlen($raw) === 64 ? self::toDer($raw) : '';
        return openssl_verify("$parts[0].$parts[1]", $der, $this->public, OPENSSL_ALGO_SHA256) === 1;
    }

    public function page(string $token): string
    {
        [$gateway, $battery] = [htmlspecialchars($this->gateway), BATTERY];
        return <<<HTML
            <!doctype html>
            <html lang="zh-Hans">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>心理健康</title>
            <script src="$gateway/qinghe.js" async></script></head>
            <body><qinghe-screening gateway="$gateway" battery="$battery" token="$token" lang="zh-Hans"></qinghe-screening></body>
            </html>

            HTML;
    }
}

/** Whole years between two days, both as "2011-09-01". */
function age_on(string $birthday, string $today): int
{
    return (int) substr($today, 0, 4) - (int) substr($birthday, 0, 4) - (int) (substr($today, 5) < substr($birthday, 5));
}

/**
 * Yours: whoever is signed in, from your session and your records. `consent` only where a guardian has agreed; under 14
 * it must be there.
 */
function signed_in(): array
{
    $today = (new \DateTimeImmutable('now', new \DateTimeZone('Asia/Shanghai')))->format('Y-m-d');
    return ['id' => '20230417', 'age' => age_on('2011-09-01', $today), 'school' => 's-017', 'grade' => '9', 'class' => '9-2'];
}

/** Passes an envelope and its answer on unchanged, and keeps nothing. Neither is written to a log. */
function forward(Host $host, string $reach): void
{
    // Apache hands the header over only with `CGIPassAuth On`.
    $token = preg_replace('/^Bearer /', '', $_SERVER['HTTP_AUTHORIZATION'] ?? '');
    $body = (string) file_get_contents('php://input', length: ENVELOPE + 1);
    header('content-type: text/plain');
    if ($status = $host->refuses($token, $body)) {
        // Not in the gateway's form, so that our refusal silences no notice: the sender keeps it and tries again.
        http_response_code($status);
        echo "refused by the portal\n";
        return;
    }
    $headers = "authorization: Bearer $token\r\ncontent-type: application/octet-stream";
    $http = ['method' => 'POST', 'header' => $headers, 'content' => $body, 'ignore_errors' => true, 'timeout' => 30, 'follow_location' => 0];
    $answer = @file_get_contents("$reach/v1/envelopes", false, stream_context_create(['http' => $http]));
    if ($answer === false) {
        http_response_code(502);
        echo "the gateway does not answer\n";
        return;
    }
    http_response_code((int) explode(' ', $http_response_header[0])[1]);
    foreach (preg_grep('/^(content-type|retry-after):/i', $http_response_header) as $line) {
        header($line);
    }
    echo $answer;
}

function serve(): void
{
    $folder = getenv('QINGHE_SECRETS') ?: '.';
    $gateway = (string) getenv('QINGHE_GATEWAY');
    $read = fn (string $name) => (string) file_get_contents("$folder/$name");
    $host = new Host((string) getenv('QINGHE_ORIGIN'), $gateway, $read('launch-key.pem'), $read('pseudonym-secret'));
    header('cache-control: no-store');
    switch ($_SERVER['REQUEST_METHOD'] . ' ' . parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH)) {
        case 'GET /':
            header("content-security-policy: default-src 'none'; script-src $gateway; frame-src $gateway; base-uri 'none'; form-action 'none'");
            echo $host->page($host->sign($host->claims(signed_in())));
            break;
        case 'GET /.well-known/jwks.json':
            header('content-type: application/json');
            echo json_encode($host->jwks);
            break;
        case 'POST /qinghe/v1/envelopes':
            // How this server reaches the gateway, where that is not its public address.
            forward($host, getenv('QINGHE_REACH') ?: $gateway);
            break;
        default:
            http_response_code(404);
    }
}

// Not where another file includes this one.
if (PHP_SAPI !== 'cli' && get_included_files()[0] === __FILE__) {
    serve();
}
